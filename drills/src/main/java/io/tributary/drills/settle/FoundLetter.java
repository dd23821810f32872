package io.tributary.drills.settle;

import io.tributary.drills.truth.RecordPosition;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter of the table.
 *
 * @param time of its record, milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // compared one by one
public record FoundLetter(
    RecordPosition position,
    long time,
    String reason,
    byte @Nullable [] key,
    byte @Nullable [] value) {}
