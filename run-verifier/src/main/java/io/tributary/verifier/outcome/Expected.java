package io.tributary.verifier.outcome;

import io.tributary.model.event.RecordPosition;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one record must have become.
 *
 * @param replays the letter that it says it replays
 * @param time the record's CreateTime, in milliseconds since the epoch
 * @param key the record's key, for people
 * @param values the row's, in the definition's order, or the key's of a row that is deleted; none
 *     where the record can only be a dead letter
 * @param deletes whether it deletes its row
 * @param bytes how much memory the values take, about
 */
@SuppressWarnings("ArrayRecordComponent") // compared value by value
public record Expected(
    RecordPosition position,
    @Nullable RecordPosition replays,
    long time,
    String key,
    @Nullable ByteBuffer @Nullable [] values,
    boolean deletes,
    long bytes) {}
