package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.DeadLetterRows.Original;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterRowsTest {
  private static final long TIME = 1_700_000_000_123L;
  private static final RecordPosition POSITION = new RecordPosition("users_created", 2, 42);
  private static final Refusal REFUSAL =
      new Refusal(Reason.WRONG_TYPE, "dob", "'yesterday' is no timestamp");

  private final DeadLetterRows letters = new DeadLetterRows("users");

  private static Original original(byte @Nullable [] key, byte @Nullable [] value) {
    return new Original(POSITION, TIME, key, value, Map.of("run_id", bytes("run-7")), true);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> @Nullable T column(Row row, String name, TypeCodec<T> codec) {
    List<String> columns = DeadLetterCql.columns().keySet().stream().toList();
    return codec.decode(row.values()[columns.indexOf(name)], ProtocolVersion.DEFAULT);
  }

  @Test
  void of_hasEveryColumnOfTheInsert_inItsOrder() {
    Row row = letters.of(original(new byte[] {1}, new byte[] {2, 3}), REFUSAL);
    assertThat(column(row, "pipeline", TypeCodecs.TEXT)).isEqualTo("users");
    assertThat(column(row, "day", TypeCodecs.DATE)).isEqualTo(LocalDate.of(2023, 11, 14));
    assertThat(column(row, "bucket", TypeCodecs.INT)).isZero();
    assertThat(column(row, "topic", TypeCodecs.TEXT)).isEqualTo("users_created");
    assertThat(column(row, "partition", TypeCodecs.INT)).isEqualTo(2);
    assertThat(column(row, "offset", TypeCodecs.BIGINT)).isEqualTo(42);
    assertThat(column(row, "reason", TypeCodecs.TEXT)).isEqualTo("WRONG_TYPE");
    assertThat(column(row, "field", TypeCodecs.TEXT)).isEqualTo("dob");
    assertThat(column(row, "detail", TypeCodecs.TEXT)).isEqualTo("'yesterday' is no timestamp");
    assertThat(column(row, "key", TypeCodecs.BLOB)).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
    assertThat(column(row, "value", TypeCodecs.BLOB)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    assertThat(column(row, "headers", TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.BLOB)))
        .containsExactly(Map.entry("run_id", bytes("run-7")));
    assertThat(column(row, "record_time", TypeCodecs.BIGINT)).isEqualTo(TIME);
    assertThat(column(row, "run_id", TypeCodecs.TEXT)).isEqualTo("run-7");
    assertThat(column(row, "complete", TypeCodecs.BOOLEAN)).isTrue();
    assertThat(column(row, "state", TypeCodecs.TEXT)).isEqualTo("open");
    long markers = new DeadLetterCql("k").insert().chars().filter(c -> c == '?').count();
    assertThat(row.values()).as("and the write time").hasSize((int) markers - 1);
    assertThat(row.writeTime()).isEqualTo(TIME * 1_000);
  }

  @Test
  void of_givesTheSameRow_whenItIsMadeAgain() {
    Original original = original(new byte[] {1}, new byte[] {2});
    Row first = letters.of(original, REFUSAL);
    Row second = letters.of(original, REFUSAL);
    assertThat(Arrays.asList(second.values())).isEqualTo(Arrays.asList(first.values()));
    assertThat(second.writeTime()).isEqualTo(first.writeTime());
    assertThat(second.routingKey()).isEqualTo(first.routingKey());
  }

  @Test
  void of_leavesTheValueInKafkaAndSaysWhere_whenItIsLarge() {
    Row row = letters.of(original(null, new byte[RecordCopy.MAX_VALUE_BYTES + 1]), REFUSAL);
    assertThat(column(row, "value", TypeCodecs.BLOB)).isNull();
    assertThat(column(row, "complete", TypeCodecs.BOOLEAN)).isFalse();
    assertThat(column(row, "detail", TypeCodecs.TEXT))
        .startsWith("'yesterday' is no timestamp")
        .contains("Kafka at users_created-2@42");
  }

  @Test
  void of_keepsTheValue_whenItIsAsLargeAsAllowed() {
    Row row = letters.of(original(null, new byte[RecordCopy.MAX_VALUE_BYTES]), REFUSAL);
    assertThat(column(row, "value", TypeCodecs.BLOB)).isNotNull();
    assertThat(column(row, "detail", TypeCodecs.TEXT)).doesNotContain("Kafka at");
  }

  @Test
  void of_leavesTheKeyInKafka_whenItIsLarge() {
    Row kept = letters.of(original(new byte[RecordCopy.MAX_KEY_BYTES], null), REFUSAL);
    assertThat(column(kept, "key", TypeCodecs.BLOB)).isNotNull();
    Row left = letters.of(original(new byte[RecordCopy.MAX_KEY_BYTES + 1], null), REFUSAL);
    assertThat(column(left, "key", TypeCodecs.BLOB)).isNull();
    assertThat(column(left, "detail", TypeCodecs.TEXT)).contains("Kafka at");
  }

  @Test
  void of_saysThatTheValueIsInKafka_whenItWasNotRead() {
    Row row =
        letters.of(
            new Original(
                POSITION, TIME, new byte[] {1}, null, Map.of("run_id", bytes("run-7")), false),
            REFUSAL);
    assertThat(column(row, "value", TypeCodecs.BLOB)).isNull();
    assertThat(column(row, "key", TypeCodecs.BLOB)).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
    assertThat(column(row, "complete", TypeCodecs.BOOLEAN)).isFalse();
    assertThat(column(row, "detail", TypeCodecs.TEXT)).contains("Kafka at");
    assertThat(column(row, "run_id", TypeCodecs.TEXT)).isEqualTo("run-7");
  }

  @Test
  void of_leavesHeadersInKafka_whenTheyAreLarge() {
    Original original =
        new Original(
            POSITION,
            TIME,
            null,
            null,
            Map.of("padding", ByteBuffer.allocate(RecordCopy.MAX_HEADERS_BYTES)),
            true);
    Row row = letters.of(original, REFUSAL);
    assertThat(column(row, "headers", TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.BLOB)))
        .isNullOrEmpty();
    assertThat(column(row, "detail", TypeCodecs.TEXT)).contains("Kafka at");
  }

  @Test
  void of_isARowThatCassandraTakes_whenTheRunIdIsLarge() {
    byte[] noText = new byte[6 << 20]; // each of its bytes is three in UTF-8
    Arrays.fill(noText, (byte) 0xFF);
    Original original =
        new Original(POSITION, TIME, null, null, Map.of("run_id", ByteBuffer.wrap(noText)), true);
    Row row = letters.of(original, REFUSAL);
    assertThat(row.bytes()).isLessThan(ServerLimits.byDefault().rowBytes());
    assertThat(column(row, "run_id", TypeCodecs.TEXT)).isNull();
    assertThat(column(row, "detail", TypeCodecs.TEXT)).contains("Kafka at");
  }

  @Test
  void of_hasADay_whenTheTimeIsBeyondWhatCqlCanName() {
    long farthest = Long.MAX_VALUE / 1_000;
    Original original = new Original(POSITION, farthest, null, null, Map.of(), true);
    Row row = letters.of(original, REFUSAL);
    assertThat(column(row, "day", TypeCodecs.DATE))
        .isEqualTo(LocalDate.ofEpochDay(farthest / 86_400_000));
    assertThat(row.writeTime()).isPositive();
  }

  @Test
  void of_isALetterAtTheRecordsOwnPlaceDayAndTime_whateverLetterItSaysItReplays() {
    Row first = letters.of(original(new byte[] {1}, new byte[] {2}), REFUSAL);
    RecordPosition own = new RecordPosition("users_created", 0, 99);
    long itsTime = TIME + 86_400_000;
    Row forged =
        letters.of(
            new Original(
                own,
                itsTime,
                new byte[] {1},
                new byte[] {2},
                Map.of("dead_letter", bytes(POSITION.toString())),
                true),
            new Refusal(Reason.CHECK_FAILED, "email", "no address"));
    assertThat(column(forged, "partition", TypeCodecs.INT)).isZero();
    assertThat(column(forged, "offset", TypeCodecs.BIGINT)).isEqualTo(99);
    assertThat(column(forged, "day", TypeCodecs.DATE)).isEqualTo(LocalDate.of(2023, 11, 15));
    assertThat(forged.writeTime()).isEqualTo(itsTime * 1_000);
    assertThat(forged.routingKey()).isNotEqualTo(first.routingKey());
    assertThat(column(forged, "replay_of", TypeCodecs.TEXT)).isEqualTo(POSITION.toString());
    assertThat(column(first, "replay_of", TypeCodecs.TEXT)).isNull();
  }

  @Test
  void of_isALetterOfItsOwn_whenTheHeaderNamesNoPlace() {
    Original original =
        new Original(POSITION, TIME, null, null, Map.of("dead_letter", bytes("everywhere")), true);
    Row row = letters.of(original, REFUSAL);
    assertThat(column(row, "offset", TypeCodecs.BIGINT)).isEqualTo(42);
    assertThat(row.writeTime()).isEqualTo(TIME * 1_000);
  }

  @Test
  void of_takesAnyBytesAsRunId() {
    Original original =
        new Original(
            POSITION,
            TIME,
            null,
            null,
            Map.of("run_id", ByteBuffer.wrap(new byte[] {'a', (byte) 0xff})),
            true);
    assertThat(column(letters.of(original, REFUSAL), "run_id", TypeCodecs.TEXT))
        .isEqualTo("a\uFFFD");
  }
}
