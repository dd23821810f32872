package io.tributary.consumer.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReader;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;
import org.apache.spark.sql.kafka010.KafkaSourcePartitionOffset;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition from an offset on, for ever, with a consumer of its own: Spark's own reader
 * asks the broker twice more with each poll where the partition begins and ends. Where offsets have
 * no record, it has a row all the same, {@link RecordRow#gap}: only with rows do offsets come into
 * the checkpoint. Made by one thread, used by another.
 */
final class RecordContinuousReader implements ContinuousPartitionReader<InternalRow> {
  private static final Duration LOG_END_WAIT = Duration.ofSeconds(5);

  /** To see that the task is over. */
  private static final Duration CAREFUL_WAIT = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> kafka;
  private final TopicPartition partition;
  private final Duration pollTimeout;
  private final BooleanSupplier stopped;
  private final UTF8String topic;
  private final BytesInFlight onTheirWay = BytesInFlight.begin();
  private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
  private long next;
  private @Nullable InternalRow row;

  /** While a consumer may have died of one of the next records. */
  private @Nullable CarefulReader careful;

  private long carefulUntil;

  RecordContinuousReader(KafkaContinuousInputPartition from, CarefulReading caution) {
    this(
        new KafkaConsumer<>(BudgetedBytes.in(from.kafkaParams())),
        from,
        RecordContinuousReader::isTaskOver);
    carefulUntil = caution.end(partition, next, logEnd());
    if (next < carefulUntil) {
      careful = new CarefulReader(partition, from.kafkaParams(), caution.skips(), next);
    }
  }

  /**
   * @param kafka one that fails where an offset is out of range
   * @param stopped whether to stop waiting for records
   */
  RecordContinuousReader(
      Consumer<byte[], byte[]> kafka, KafkaContinuousInputPartition from, BooleanSupplier stopped) {
    this.kafka = kafka;
    this.partition = from.topicPartition();
    this.pollTimeout = Duration.ofMillis(from.pollTimeoutMs());
    this.stopped = stopped;
    this.topic = UTF8String.fromString(partition.topic());
    this.next = from.startOffset();
    kafka.assign(List.of(partition));
    kafka.seek(partition, next);
  }

  private long logEnd() {
    try {
      return kafka.endOffsets(List.of(partition), LOG_END_WAIT).getOrDefault(partition, 0L);
    } catch (TimeoutException away) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isTaskOver() {
    TaskContext task = TaskContext.get();
    return task.isInterrupted() || task.isCompleted();
  }

  /** Waits for a record, or for offsets without one; false only when the task is over. */
  @Override
  public boolean next() throws IOException {
    if (!onTheirWay.awaitRoom(stopped) || !read()) {
      return false;
    }
    onTheirWay.left(RecordRow.size(get()));
    return true;
  }

  private boolean read() throws IOException {
    while (careful != null) {
      if (next >= carefulUntil) {
        careful.close();
        careful = null;
        kafka.seek(partition, next);
      } else if (stopped.getAsBoolean()) {
        return false;
      } else if (readCarefully(careful)) {
        return true;
      }
    }
    while (!polled.hasNext()) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      PollBudget.ofThread().refill();
      polled = kafka.poll(pollTimeout).iterator();
      long position = kafka.position(partition);
      if (!polled.hasNext() && position > next) {
        row = RecordRow.gap(topic, position - 1);
        next = position;
        return true;
      }
    }
    ConsumerRecord<byte[], byte[]> record = polled.next();
    row = RecordRow.of(record, topic);
    next = record.offset() + 1;
    return true;
  }

  private boolean readCarefully(CarefulReader reader) throws IOException {
    long before = next;
    InternalRow read = reader.read(Long.MAX_VALUE, CAREFUL_WAIT, stopped);
    next = reader.position();
    if (read != null) {
      row = read;
      return true;
    }
    row = RecordRow.gap(topic, next - 1);
    return next > before;
  }

  @Override
  public InternalRow get() {
    return Objects.requireNonNull(row, "next() comes first");
  }

  /** The offset behind the last row. */
  @Override
  public PartitionOffset getOffset() {
    return new KafkaSourcePartitionOffset(partition, next);
  }

  @Override
  public void close() {
    // the reading thread is interrupted when it has to end, and the consumer would not close then
    boolean interrupted = Thread.interrupted();
    kafka.close(Duration.ZERO);
    if (careful != null) {
      careful.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
