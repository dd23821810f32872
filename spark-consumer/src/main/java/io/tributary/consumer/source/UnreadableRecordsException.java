package io.tributary.consumer.source;

import java.io.IOException;
import org.apache.kafka.common.TopicPartition;

/** Records that Kafka holds and nobody can read: its message names them, and how to go on. */
public final class UnreadableRecordsException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param last inclusive
   */
  UnreadableRecordsException(TopicPartition partition, long first, long last, Exception cause) {
    super(
        "%s cannot be read (%s): to continue after it, start the consumer once with --skip %s"
            .formatted(
                span(partition, first, last),
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
                span(partition, first, last)),
        cause);
  }

  private static Skips.Span span(TopicPartition partition, long first, long last) {
    return new Skips.Span(partition.topic(), partition.partition(), first, last);
  }
}
