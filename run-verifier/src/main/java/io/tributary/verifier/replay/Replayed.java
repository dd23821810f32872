package io.tributary.verifier.replay;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.event.RecordPosition;
import io.tributary.verifier.deadletter.LetterVersion;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A letter whose record is published again and not yet known to be a row.
 *
 * @param time the record's CreateTime, in milliseconds since the epoch
 * @param values of the row, one for each field of the definition; of one that is deleted, its key's
 * @param deletes whether the record deletes its row
 * @param acknowledged where the record is now
 * @param deadline by when the row has to be there, as {@link
 *     io.tributary.runtime.time.Ticker#nanos()}
 * @param bytes how much memory the values take, about
 */
@SuppressWarnings("ArrayRecordComponent") // compared value by value
record Replayed(
    DeadLetter letter,
    LetterVersion version,
    long time,
    @Nullable ByteBuffer[] values,
    boolean deletes,
    CompletableFuture<RecordPosition> acknowledged,
    long deadline,
    long bytes) {}
