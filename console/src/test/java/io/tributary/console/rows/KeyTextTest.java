package io.tributary.console.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.FieldType;
import io.tributary.verifier.sample.ColumnValue;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTextTest {
  private static final long DAYS_OF_TEN_MILLENNIA = 2_932_896;

  @Test
  void value_isWhatTheDriverTakes() throws Exception {
    assertThat(read(FieldType.TEXT, " ü ")).isEqualTo(" ü ");
    assertThat(read(FieldType.INT, "-7")).isEqualTo(-7);
    assertThat(read(FieldType.BIGINT, "9000000000")).isEqualTo(9_000_000_000L);
    assertThat(read(FieldType.UUID, Readings.ID.toString())).isEqualTo(Readings.ID);
    assertThat(read(FieldType.TIMESTAMP, "2026-11-03T05:06:07.089Z")).isEqualTo(Readings.TAKEN);
    assertThat(read(FieldType.DATE, "2026-11-03")).isEqualTo(LocalDate.parse("2026-11-03"));
    assertThat(read(FieldType.TIME, "05:06:07.5")).isEqualTo(LocalTime.parse("05:06:07.5"));
    assertThat(read(FieldType.INET, "10.0.0.7"))
        .isEqualTo(InetAddress.getByAddress(new byte[] {10, 0, 0, 7}));
    assertThat(read(FieldType.BOOLEAN, "true")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 2147483648",
    "INT, 1.0",
    "INT, 07",
    "BIGINT, 9223372036854775808",
    "BIGINT, ten",
    "UUID, 8d7ab5f6-43c1",
    "UUID, 8d7ab5f643c14a0e9a520c6f3ad1f0b1",
    "TIMESTAMP, 2026-11-03",
    "TIMESTAMP, 1762146367",
    "DATE, 2026-02-30",
    "DATE, 03.11.2026",
    "TIME, 24:00",
    "INET, localhost",
    "INET, 300.1.1.1",
    "BOOLEAN, yes",
  })
  void value_isNone_whenTheTextIsNotOfTheType(FieldType type, String text) {
    assertThat(KeyText.read(type, text)).isEmpty();
    assertThat(KeyText.expected(type)).isNotEmpty();
  }

  /** A key is copied from a row to the address. */
  @Property
  void value_isReadFromWhatIsShown(@ForAll("keys") Object value) {
    assertThat(KeyText.read(type(value), ColumnValue.text(value))).contains(value);
  }

  @Provide
  Arbitrary<Object> keys() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().filter(KeyTextTest::isUnicode),
        Arbitraries.integers(),
        Arbitraries.longs(),
        Arbitraries.longs().tuple2().map(halves -> (Object) new UUID(halves.get1(), halves.get2())),
        Arbitraries.longs()
            .between(0, 253_402_300_799_999L)
            .map(millis -> (Object) Instant.ofEpochMilli(millis)),
        Arbitraries.longs()
            .between(0, DAYS_OF_TEN_MILLENNIA)
            .map(day -> (Object) LocalDate.ofEpochDay(day)),
        Arbitraries.longs()
            .between(0, 86_399_999_999_999L)
            .map(nanos -> (Object) LocalTime.ofNanoOfDay(nanos)));
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static FieldType type(Object value) {
    if (value instanceof String) {
      return FieldType.TEXT;
    }
    if (value instanceof Integer) {
      return FieldType.INT;
    }
    if (value instanceof Long) {
      return FieldType.BIGINT;
    }
    if (value instanceof UUID) {
      return FieldType.UUID;
    }
    if (value instanceof Instant) {
      return FieldType.TIMESTAMP;
    }
    return value instanceof LocalDate ? FieldType.DATE : FieldType.TIME;
  }

  private static Object read(FieldType type, String text) {
    return KeyText.read(type, text).orElseThrow();
  }
}
