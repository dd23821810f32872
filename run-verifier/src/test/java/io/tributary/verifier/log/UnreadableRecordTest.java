package io.tributary.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.event.RecordPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class UnreadableRecordTest {
  private static final TopicPartition FIRST = new TopicPartition("orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("orders", 1);

  /** Has a record at each offset, and fails at one of them. */
  private static final class Failing extends MockConsumer<byte[], byte[]> {
    private final RecordPosition unreadable;
    private final Throwable failure;

    private Failing(RecordPosition unreadable, Throwable failure) {
      super("none");
      this.unreadable = unreadable;
      this.failure = failure;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration wait) {
      TopicPartition partition = assignment().iterator().next();
      long offset = position(partition);
      if (unreadable.equals(new RecordPosition(partition.topic(), partition.partition(), offset))) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
      seek(partition, offset + 1);
      return new ConsumerRecords<>(
          Map.of(
              partition,
              List.of(
                  new ConsumerRecord<>(
                      partition.topic(), partition.partition(), offset, new byte[0], null))),
          new HashMap<>());
    }
  }

  private static Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    positions.put(FIRST, 5L);
    positions.put(SECOND, 40L);
    return positions;
  }

  @Test
  void find_namesTheRecordThatDoesNotFitIntoMemory() {
    RecordPosition huge = new RecordPosition("orders", 1, 47);
    Failing reader = new Failing(huge, new OutOfMemoryError("Java heap space"));
    assertThat(UnreadableRecord.find(reader, positions(), 16)).contains(huge);
  }

  @Test
  void find_namesTheRecordOfABrokenBatch() {
    RecordPosition broken = new RecordPosition("orders", 0, 5);
    Failing reader = new Failing(broken, new KafkaException("Received exception when fetching"));
    assertThat(UnreadableRecord.find(reader, positions(), 16)).contains(broken);
  }

  @Test
  void find_namesNothing_whenAllCanBeReadAgain() {
    Failing reader =
        new Failing(new RecordPosition("orders", 1, 99), new OutOfMemoryError("Java heap space"));
    assertThat(UnreadableRecord.find(reader, positions(), 16)).isEmpty();
  }

  @Test
  void find_fails_whenKafkaIsAway() {
    Failing reader = new Failing(new RecordPosition("orders", 0, 6), new TimeoutException("away"));
    assertThatThrownBy(() -> UnreadableRecord.find(reader, positions(), 16))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void named_saysWhichRecordItIsAndWhatToDo() {
    assertThat(UnreadableRecord.named("orders-1@47", new OutOfMemoryError("Java heap space")))
        .hasMessageStartingWith("orders-1@47 cannot be read (it does not fit into memory)")
        .hasMessageEndingWith("--skip orders-1@47");
    assertThat(UnreadableRecord.named("orders-1@47", new CorruptRecordException("bad checksum")))
        .hasMessageContaining("(bad checksum)");
  }
}
