package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRowTest {
  private static final UTF8String TOPIC = UTF8String.fromString("events");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What passes through Spark as it is, or is copied into Spark's own form. */
  private static List<RecordRow> rows(
      byte @Nullable [] key, byte @Nullable [] value, long time, Headers headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "events",
            2,
            7,
            time,
            TimestampType.CREATE_TIME,
            1,
            2,
            key,
            value,
            headers,
            Optional.of(1));
    InternalRow row = RecordRow.of(record, TOPIC);
    return List.of(
        new RecordRow(row),
        new RecordRow(row.copy()),
        new RecordRow(UnsafeProjection.create(RecordRow.SCHEMA).apply(row)));
  }

  @Test
  void record_isTheSame_behindSpark() {
    Headers headers =
        new RecordHeaders()
            .add("run_id", bytes("first"))
            .add("größe", bytes("ü"))
            .add("empty", new byte[0])
            .add("nothing", null)
            .add("run_id", bytes("last"));
    assertThat(rows(bytes("k"), bytes("{}"), 1_700_000_000_123L, headers))
        .allSatisfy(
            row -> {
              assertThat(row.position()).isEqualTo(new RecordPosition("events", 2, 7));
              assertThat(row.offset()).isEqualTo(7);
              assertThat(row.isOf(TOPIC)).isTrue();
              assertThat(row.isOf(UTF8String.fromString("events.rejected"))).isFalse();
              assertThat(row.key()).isEqualTo(bytes("k"));
              assertThat(row.value()).isEqualTo(bytes("{}"));
              assertThat(row.createTime()).isEqualTo(1_700_000_000_123L);
              assertThat(row.headers())
                  .containsExactlyInAnyOrderEntriesOf(
                      Map.of(
                          "run_id", ByteBuffer.wrap(bytes("last")),
                          "größe", ByteBuffer.wrap(bytes("ü")),
                          "empty", ByteBuffer.allocate(0),
                          "nothing", ByteBuffer.allocate(0)));
            });
  }

  @Test
  void record_countsWithTheTimeOfWhatItReplays() {
    Headers headers = new RecordHeaders().add("original_time", bytes("1600000000000"));
    assertThat(rows(bytes("k"), bytes("{}"), 1_700_000_000_123L, headers))
        .extracting(RecordRow::createTime)
        .containsOnly(1_600_000_000_000L);
  }

  @Test
  void record_mayHaveNothing_butItsPlace() {
    assertThat(rows(null, null, 0, new RecordHeaders()))
        .allSatisfy(
            row -> {
              assertThat(row.key()).isNull();
              assertThat(row.value()).isNull();
              assertThat(row.headers()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 9_223_372_036_854_775L, Long.MAX_VALUE})
  void record_mayHaveAnyTime(long time) {
    assertThat(rows(bytes("k"), bytes("{}"), time, new RecordHeaders()))
        .extracting(RecordRow::createTime)
        .containsOnly(WriteTime.countable(time));
  }
}
