package io.tributary.consumer.source;

import io.tributary.model.event.WriteTime;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.KafkaRecordToRowConverter;
import org.apache.spark.sql.kafka010.consumer.KafkaDataConsumer;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Reads a range of a partition's offsets through the consumers that Spark keeps. Spark counts a
 * record's time in microseconds and ends the query where that overflows: here such a time becomes
 * {@link WriteTime#countable} first.
 */
final class RangeReader implements PartitionReader<InternalRow> {
  private final KafkaBatchInputPartition range;
  private final KafkaDataConsumer kafka;
  private final Function1<ConsumerRecord<byte[], byte[]>, UnsafeRow> rows;
  private long next;
  private @Nullable UnsafeRow row;

  RangeReader(KafkaBatchInputPartition range) {
    this.range = range;
    this.next = range.offsetRange().fromOffset();
    this.rows = new KafkaRecordToRowConverter().toUnsafeRowProjector(range.includeHeaders());
    this.kafka =
        KafkaDataConsumer.acquire(
            range.offsetRange().topicPartition(), range.executorKafkaParams());
  }

  @Override
  public boolean next() {
    long end = range.offsetRange().untilOffset();
    ConsumerRecord<byte[], byte[]> record =
        next < end ? kafka.get(next, end, range.pollTimeoutMs(), range.failOnDataLoss()) : null;
    if (record == null) {
      return false;
    }
    row = rows.apply(withCountableTime(record));
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

  static ConsumerRecord<byte[], byte[]> withCountableTime(ConsumerRecord<byte[], byte[]> record) {
    long time = WriteTime.countable(record.timestamp());
    return time == record.timestamp()
        ? record
        : new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            record.offset(),
            time,
            record.timestampType(),
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            record.leaderEpoch());
  }
}
