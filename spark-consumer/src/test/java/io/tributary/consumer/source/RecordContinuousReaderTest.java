package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;
import org.apache.spark.sql.kafka010.KafkaSourcePartitionOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecordContinuousReaderTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 2);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>(OffsetResetStrategy.NONE);
  private volatile boolean stopped;
  private volatile Runnable asked = () -> {};

  private RecordContinuousReader from(long offset) {
    kafka.updateBeginningOffsets(Map.of(PARTITION, 5L));
    return new RecordContinuousReader(
        kafka,
        new KafkaContinuousInputPartition(PARTITION, offset, Map.of(), 10, true, true),
        () -> {
          asked.run();
          return stopped;
        });
  }

  private void add(long offset, long time) {
    add(offset, time, 1);
  }

  private void add(long offset, long time, int bytes) {
    byte[] key = "k".getBytes(StandardCharsets.UTF_8);
    kafka.addRecord(
        new ConsumerRecord<>(
            PARTITION.topic(),
            PARTITION.partition(),
            offset,
            time,
            TimestampType.CREATE_TIME,
            1,
            bytes,
            key,
            key,
            new RecordHeaders(),
            Optional.empty()));
  }

  @Test
  void records_comeInOrder_fromTheOffsetOn() throws Exception {
    RecordContinuousReader follower = from(7);
    add(7, 1_000);
    add(8, 2_000);
    assertThat(follower.getOffset()).isEqualTo(new KafkaSourcePartitionOffset(PARTITION, 7));
    assertThat(follower.next()).isTrue();
    assertThat(new RecordRow(follower.get()).offset()).isEqualTo(7);
    assertThat(follower.getOffset()).isEqualTo(new KafkaSourcePartitionOffset(PARTITION, 8));
    assertThat(follower.next()).isTrue();
    assertThat(new RecordRow(follower.get()).createTime()).isEqualTo(2_000);
    assertThat(follower.getOffset()).isEqualTo(new KafkaSourcePartitionOffset(PARTITION, 9));
  }

  @Test
  void next_waits_untilThereIsARecord() throws Exception {
    RecordContinuousReader follower = from(7);
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(() -> add(7, 1_000));
    assertThat(follower.next()).isTrue();
  }

  @Test
  void offsetsWithoutARecord_areARowWithoutOne_soThatTheCheckpointPassesThem() throws Exception {
    RecordContinuousReader follower = from(7);
    kafka.schedulePollTask(() -> kafka.seek(PARTITION, 12));
    assertThat(follower.next()).isTrue();
    assertThat(new RecordRow(follower.get()).isGap()).isTrue();
    assertThat(follower.getOffset()).isEqualTo(new KafkaSourcePartitionOffset(PARTITION, 12));
    kafka.schedulePollTask(() -> add(12, 1_000));
    assertThat(follower.next()).isTrue();
    assertThat(new RecordRow(follower.get()).isGap()).isFalse();
    assertThat(follower.getOffset()).isEqualTo(new KafkaSourcePartitionOffset(PARTITION, 13));
  }

  @Test
  void next_isOver_whenTheTaskIs() throws Exception {
    RecordContinuousReader follower = from(7);
    kafka.schedulePollTask(() -> stopped = true);
    assertThat(follower.next()).isFalse();
  }

  @Test
  void next_waits_untilLargeRowsHaveBeenWritten() throws Exception {
    RecordContinuousReader follower = from(7);
    add(7, 1_000, (int) BytesInFlight.MAX_BYTES);
    add(8, 1_000);
    assertThat(follower.next()).isTrue();
    CountDownLatch waiting = new CountDownLatch(1);
    asked = waiting::countDown;
    AtomicBoolean written = new AtomicBoolean();
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> next(follower) && written.get());
    waiting.await();
    written.set(true);
    BytesInFlight.arrived();
    assertThat(second.get()).as("came after the large one was written").isTrue();
  }

  private static boolean next(RecordContinuousReader follower) {
    try {
      return follower.next();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void next_isOver_whenTheTaskEndsBeforeLargeRowsAreWritten() throws Exception {
    RecordContinuousReader follower = from(7);
    add(7, 1_000, (int) BytesInFlight.MAX_BYTES);
    assertThat(follower.next()).isTrue();
    stopped = true;
    assertThat(follower.next()).isFalse();
  }

  @Test
  void next_fails_whenTheOffsetIsGone() throws Exception {
    RecordContinuousReader follower = from(3);
    add(7, 1_000);
    assertThatThrownBy(follower::next).isInstanceOf(OffsetOutOfRangeException.class);
  }

  @Test
  void close_closesTheConsumer_thoughTheThreadIsInterrupted() throws Exception {
    RecordContinuousReader follower = from(7);
    Thread.currentThread().interrupt();
    follower.close();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(kafka.closed()).isTrue();
  }
}
