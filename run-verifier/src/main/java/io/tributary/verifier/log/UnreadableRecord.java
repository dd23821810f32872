package io.tributary.verifier.log;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/** A record that Kafka holds, but that does not fit into memory or belongs to a broken batch. */
public final class UnreadableRecord {
  private static final Duration POLL = Duration.ofSeconds(5);

  private UnreadableRecord() {}

  /** Whether a client that failed like this could not read a record; other failures pass by. */
  public static boolean isCause(Throwable failure) {
    return failure instanceof OutOfMemoryError
        || failure instanceof CorruptRecordException
        || failure.getClass() == KafkaException.class;
  }

  /** Says which record it is and what to do; the name may also be that of several. */
  public static CommandFailedException named(String record, Throwable failure) {
    String why =
        failure instanceof OutOfMemoryError
            ? "it does not fit into memory"
            : String.valueOf(failure.getMessage());
    return new CommandFailedException(
        "%s cannot be read (%s): give this command more memory with JAVA_TOOL_OPTIONS=-Xmx4g, or, where no memory helps and the consumer stops there too, start the consumer once with --skip %s"
            .formatted(record, why, record),
        failure);
  }

  /**
   * Reads record by record until it fails.
   *
   * @param reader one that returns one record in a poll
   * @param positions to read on from
   * @param most records to read of each partition
   * @return the first position that cannot be read; nothing when all could
   */
  static Optional<RecordPosition> find(
      Consumer<byte[], byte[]> reader, Map<TopicPartition, Long> positions, int most) {
    for (Map.Entry<TopicPartition, Long> next : positions.entrySet()) {
      TopicPartition partition = next.getKey();
      reader.assign(List.of(partition));
      reader.seek(partition, next.getValue());
      for (int read = 0; read < most; read++) {
        @Nullable Throwable failure = failureOfPoll(reader);
        if (failure != null) {
          return Optional.of(
              new RecordPosition(
                  partition.topic(), partition.partition(), reader.position(partition)));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Throwable failureOfPoll(Consumer<byte[], byte[]> reader) {
    try {
      reader.poll(POLL);
      return null;
    } catch (KafkaException | OutOfMemoryError failed) {
      if (!isCause(failed)) {
        throw failed;
      }
      return failed;
    }
  }
}
