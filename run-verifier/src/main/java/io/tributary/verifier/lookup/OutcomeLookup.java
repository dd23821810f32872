package io.tributary.verifier.lookup;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where records land: the pipeline's tables and its dead letters. Safe for use by many threads. */
public interface OutcomeLookup {

  /**
   * The row of one of the tables that has the key of these values, if there is one.
   *
   * @param table its number, from 0
   * @param values one for each field of the definition, in its order
   */
  CompletionStage<Optional<StoredRow>> row(int table, @Nullable ByteBuffer[] values);

  /**
   * Whether there is a dead letter of the record at this place.
   *
   * @param time the record's CreateTime, in milliseconds since the epoch
   */
  CompletionStage<Boolean> deadLetter(RecordPosition position, long time);

  /**
   * Whether there is a dead letter at this place that a version filed which took a refused replay
   * for the letter that it replays: it had no {@code complete}.
   *
   * @param position of the letter that a record says it replays
   * @param time that record's CreateTime, in milliseconds since the epoch
   */
  CompletionStage<Boolean> formerLetter(RecordPosition position, long time);

  /**
   * How far the consumer skipped records that nobody can read. Their times are not known, so their
   * letters are searched in all days: rare, and not for every record.
   *
   * @param first the first of the records
   * @return the offset of the last one that has a dead letter {@code SKIPPED}, without a gap from
   *     the first one on; nothing if the first one has none
   * @throws CommandFailedException when Cassandra does not answer
   */
  OptionalLong lastSkipped(RecordPosition first) throws CommandFailedException;
}
