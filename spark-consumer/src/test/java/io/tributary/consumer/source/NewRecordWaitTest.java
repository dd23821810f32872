package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class NewRecordWaitTest {
  private static final TopicPartition FIRST = new TopicPartition("users_created", 0);
  private static final TopicPartition SECOND = new TopicPartition("users_created", 1);

  private final List<String> asked = new ArrayList<>();
  private final List<Brokers> connected = new ArrayList<>();
  private final NewRecordWait arrivals =
      new NewRecordWait(
          () -> {
            connected.add(new Brokers());
            return connected.get(connected.size() - 1);
          });

  /** Brokers that write down what they are asked for. */
  private final class Brokers extends MockConsumer<byte[], byte[]> {
    private RuntimeException failure = new KafkaException("none yet");
    private boolean fails;

    Brokers() {
      super(OffsetResetStrategy.NONE);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      asked.add(partition + "@" + offset);
      super.seek(partition, offset);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration limit) {
      asked.add("poll " + limit.toMillis());
      if (fails) {
        throw failure;
      }
      return super.poll(Duration.ZERO);
    }
  }

  @Test
  void await_tellsWhetherSomethingHasCome() throws Exception {
    assertThat(arrivals.await(Map.of(FIRST, 5L))).isFalse();
    connected.get(0).addRecord(new ConsumerRecord<>(FIRST.topic(), 0, 5, null, null));
    assertThat(arrivals.await(Map.of(FIRST, 5L))).isTrue();
  }

  @Test
  void await_seeksOnlyWhatHasMoved() throws Exception {
    arrivals.await(Map.of(FIRST, 5L));
    arrivals.await(Map.of(FIRST, 5L));
    arrivals.await(Map.of(FIRST, 7L));
    assertThat(asked)
        .containsExactly(
            "users_created-0@5", "poll 250", "poll 250", "users_created-0@7", "poll 250");
  }

  @Test
  void await_waitsForNewPartitionsToo() throws Exception {
    arrivals.await(Map.of(FIRST, 5L));
    arrivals.await(Map.of(FIRST, 5L, SECOND, 0L));
    assertThat(connected)
        .singleElement()
        .satisfies(
            brokers -> assertThat(brokers.assignment()).containsExactlyInAnyOrder(FIRST, SECOND));
    assertThat(asked).contains("users_created-1@0").hasSize(4);
  }

  @Test
  void await_waitsAllTheSameAndConnectsAnew_whenTheBrokersCannotBeAsked() throws Exception {
    arrivals.await(Map.of(FIRST, 5L));
    connected.get(0).fails = true;
    long begin = System.nanoTime();
    arrivals.await(Map.of(FIRST, 5L));
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(NewRecordWait.LIMIT);
    assertThat(connected.get(0).closed()).isTrue();

    arrivals.await(Map.of(FIRST, 5L));
    assertThat(connected).hasSize(2);
    assertThat(asked.subList(3, 5)).containsExactly("users_created-0@5", "poll 250");
  }

  @Test
  void await_ends_whenTheThreadIsInterrupted() throws Exception {
    arrivals.await(Map.of(FIRST, 5L));
    connected.get(0).fails = true;
    connected.get(0).failure = new InterruptException("stop");
    assertThatThrownBy(() -> arrivals.await(Map.of(FIRST, 5L)))
        .isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void close_closesTheConnectionThatThereIs() throws Exception {
    arrivals.close();
    assertThat(connected).isEmpty();
    arrivals.await(Map.of(FIRST, 5L));
    arrivals.close();
    assertThat(connected.get(0).closed()).isTrue();
  }
}
