package io.tributary.consumer.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.consumer.KafkaDataConsumer;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a partition's offsets through the consumers that Spark keeps, or carefully where
 * a consumer may have died of one of these records.
 */
final class RangeReader implements PartitionReader<InternalRow> {
  private final Rows rows;
  private @Nullable InternalRow row;

  RangeReader(KafkaBatchInputPartition range, CarefulReading caution) {
    TopicPartition partition = range.offsetRange().topicPartition();
    // an executor that dies has its tasks tried again by another one
    boolean careful =
        TaskContext.get().attemptNumber() > 0
            || caution.isNeeded(
                partition, range.offsetRange().fromOffset(), range.offsetRange().untilOffset());
    this.rows = careful ? new Careful(range, caution) : new ByKafkasConsumer(range);
  }

  /** The records of the range, one after the other. */
  private interface Rows extends AutoCloseable {
    /** None behind the last. */
    @Nullable InternalRow next() throws IOException;

    @Override
    void close();
  }

  private static final class ByKafkasConsumer implements Rows {
    private final KafkaBatchInputPartition range;
    private final KafkaDataConsumer kafka;
    private final UTF8String topic;
    private final PollBudget budget = PollBudget.ofThread();
    private long next;

    private ByKafkasConsumer(KafkaBatchInputPartition range) {
      this.range = range;
      this.next = range.offsetRange().fromOffset();
      this.topic = UTF8String.fromString(range.offsetRange().topicPartition().topic());
      this.kafka =
          KafkaDataConsumer.acquire(
              range.offsetRange().topicPartition(), BudgetedBytes.in(range.executorKafkaParams()));
    }

    @Override
    public @Nullable InternalRow next() {
      long end = range.offsetRange().untilOffset();
      budget.refill(); // one record takes one poll at most
      ConsumerRecord<byte[], byte[]> record =
          next < end ? kafka.get(next, end, range.pollTimeoutMs(), range.failOnDataLoss()) : null;
      if (record == null) {
        return null;
      }
      next = record.offset() + 1;
      return RecordRow.of(record, topic);
    }

    @Override
    public void close() {
      kafka.release();
    }
  }

  private static final class Careful implements Rows {
    private final KafkaBatchInputPartition range;
    private final CarefulReader kafka;

    private Careful(KafkaBatchInputPartition range, CarefulReading caution) {
      this.range = range;
      this.kafka =
          new CarefulReader(
              range.offsetRange().topicPartition(),
              range.executorKafkaParams(),
              caution.skips(),
              range.offsetRange().fromOffset());
    }

    @Override
    public @Nullable InternalRow next() throws IOException {
      long end = range.offsetRange().untilOffset();
      InternalRow row =
          kafka.read(
              end, Duration.ofMillis(range.pollTimeoutMs()), TaskContext.get()::isInterrupted);
      if (row == null && kafka.position() < end) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "Kafka gave no record of %s from offset %d on within %d s",
                range.offsetRange().topicPartition(),
                kafka.position(),
                range.pollTimeoutMs() / 1_000));
      }
      return row;
    }

    @Override
    public void close() {
      kafka.close();
    }
  }

  @Override
  public boolean next() throws IOException {
    row = rows.next();
    return row != null;
  }

  @Override
  public InternalRow get() {
    return Objects.requireNonNull(row, "next() comes first");
  }

  @Override
  public void close() {
    rows.close();
  }
}
