package io.tributary.drill.settle;

import io.tributary.drill.truth.Place;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter of the table.
 *
 * @param time of its record, milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // compared one by one
public record FoundLetter(
    Place place, long time, String reason, byte @Nullable [] key, byte @Nullable [] value) {}
