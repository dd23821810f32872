package io.tributary.consumer.source;

import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.consumer.KafkaDataConsumer;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads a range of a partition's offsets through the consumers that Spark keeps. */
final class RangeReader implements PartitionReader<InternalRow> {
  private final KafkaBatchInputPartition range;
  private final KafkaDataConsumer kafka;
  private final UTF8String topic;
  private final PollBudget budget = PollBudget.ofThread();
  private long next;
  private @Nullable InternalRow row;

  RangeReader(KafkaBatchInputPartition range) {
    this.range = range;
    this.next = range.offsetRange().fromOffset();
    this.topic = UTF8String.fromString(range.offsetRange().topicPartition().topic());
    this.kafka =
        KafkaDataConsumer.acquire(
            range.offsetRange().topicPartition(), BudgetedBytes.in(range.executorKafkaParams()));
  }

  @Override
  public boolean next() {
    long end = range.offsetRange().untilOffset();
    budget.refill(); // one record takes one poll at most
    ConsumerRecord<byte[], byte[]> record =
        next < end ? kafka.get(next, end, range.pollTimeoutMs(), range.failOnDataLoss()) : null;
    if (record == null) {
      return false;
    }
    row = RecordRow.of(record, topic);
    next = record.offset() + 1;
    return true;
  }

  @Override
  public InternalRow get() {
    return Objects.requireNonNull(row, "next() comes first");
  }

  @Override
  public void close() {
    kafka.release();
  }
}
