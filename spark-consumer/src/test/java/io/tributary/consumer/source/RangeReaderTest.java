package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.event.WriteTime;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.kafka010.KafkaRecordToRowConverter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeReaderTest {
  private static final int TIMESTAMP = 5;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ConsumerRecord<byte[], byte[]> at(long time) {
    return new ConsumerRecord<>(
        "events",
        2,
        7,
        time,
        TimestampType.CREATE_TIME,
        1,
        2,
        bytes("k"),
        bytes("{}"),
        new RecordHeaders().add("run_id", bytes("r1")),
        Optional.of(1));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -1,
        0,
        1_700_000_000_000L,
        WriteTime.LATEST_MILLIS,
        WriteTime.LATEST_MILLIS + 1,
        Long.MAX_VALUE
      })
  void record_canBeMadeARowOfSparks_whateverItsTime(long time) {
    ConsumerRecord<byte[], byte[]> record = RangeReader.withCountableTime(at(time));
    UnsafeRow row = new KafkaRecordToRowConverter().toUnsafeRowProjector(true).apply(record);

    assertThat(row.getLong(TIMESTAMP)).isEqualTo(WriteTime.countable(time) * 1_000);
    assertThat(record.offset()).isEqualTo(7);
    assertThat(record.key()).isEqualTo(bytes("k"));
    assertThat(record.value()).isEqualTo(bytes("{}"));
    assertThat(record.headers().lastHeader("run_id").value()).isEqualTo(bytes("r1"));
  }
}
