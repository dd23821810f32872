package io.tributary.drills.load;

import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.PublishedRange;
import io.tributary.drills.truth.Truth;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Publishes ranges of records as fast as Kafka takes them, and writes each down in the truth as a
 * whole once all of it is acknowledged. Nobody else may publish to the topic meanwhile.
 */
public final class RangeLoad implements AutoCloseable {
  private static final int BATCH_BYTES = 1 << 18;

  private final Truth truth;
  private final KafkaProducer<byte[], byte[]> client;

  public RangeLoad(String bootstrapServers, Truth truth) {
    this.truth = truth;
    this.client =
        LoadClient.open(
            bootstrapServers,
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES));
  }

  /**
   * Publishes one range for each partition and waits until all is acknowledged.
   *
   * @param count records in all
   * @param time of all of them, milliseconds since the epoch
   */
  public void publish(
      String topic, int count, long time, PublishedRange.Content content, Outcome.Letter outcome)
      throws CommandFailedException {
    int partitions = client.partitionsFor(topic).size();
    List<Range> ranges = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      ranges.add(new Range());
    }
    for (int i = 0; i < count; i++) {
      int partition = i % partitions;
      int number = i / partitions;
      Range range = ranges.get(partition);
      var unused =
          client.send(
              new ProducerRecord<>(
                  topic,
                  partition,
                  time,
                  content.key(partition, number),
                  content.value(partition, number)),
              range::acknowledged);
    }
    client.flush();
    for (int partition = 0; partition < partitions; partition++) {
      Range range = ranges.get(partition);
      range.check();
      if (range.count > 0) {
        truth.add(
            new PublishedRange(topic, partition, range.first, range.count, time, content, outcome));
      }
    }
  }

  /** What is acknowledged of one partition; by the client's one thread, until it is flushed. */
  private static final class Range {
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile long first;
    private volatile int count;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void acknowledged(RecordMetadata placed, Exception failed) {
      if (failed != null) {
        failure.compareAndSet(null, failed);
        return;
      }
      if (count == 0) {
        first = placed.offset();
      }
      if (placed.offset() != first + count) {
        failure.compareAndSet(
            null,
            new IllegalStateException("%s is not the next offset of its range".formatted(placed)));
      }
      count++;
    }

    private void check() throws CommandFailedException {
      Exception failed = failure.get();
      if (failed != null) {
        throw new CommandFailedException("A range could not be published: " + failed, failed);
      }
    }
  }

  @Override
  public void close() {
    client.close(Duration.ZERO);
  }
}
