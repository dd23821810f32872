package io.tributary.verifier.log;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The topics, read back. For one thread. */
public interface RecordLog extends AutoCloseable {

  /**
   * What each partition of the topics holds now, one span for each partition, by topic and number:
   * records of open transactions too, which are not given out yet.
   *
   * @throws CommandFailedException when Kafka does not answer, or has no such topic
   */
  List<OffsetSpan> held(List<String> topics) throws CommandFailedException;

  /**
   * Begins to read the records of the spans, at most one span for a partition.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  Reading read(List<OffsetSpan> spans) throws CommandFailedException;

  /**
   * The offsets that a consumer group has of a topic.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  GroupOffsets offsets(String group, String topic) throws CommandFailedException;

  @Override
  void close();

  /** Records on their way here; within a partition in the order of their offsets. */
  interface Reading {

    /**
     * The next records, waiting for them no longer than {@code wait}; none when none came in time
     * or all have been read.
     *
     * @throws UnreadableRecordException when nobody can read the next record, until it is passed
     * @throws CommandFailedException when Kafka stopped answering, or removed records while they
     *     were read
     */
    List<LogRecord> next(Duration wait) throws CommandFailedException, UnreadableRecordException;

    /**
     * Goes on after records that cannot be read.
     *
     * @param first the first of them
     * @param last the offset of the last one
     * @return how many of them belong to the span that is read
     */
    long pass(RecordPosition first, long last);

    /** Whether all records of the spans have been returned. */
    boolean isDone();

    /**
     * What an open transaction holds back, when it is that alone that the reading waits for: a
     * clause that names the offsets and what to do.
     */
    Optional<String> heldBack();
  }
}
