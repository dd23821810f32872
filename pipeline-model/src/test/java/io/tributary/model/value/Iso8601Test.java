package io.tributary.model.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.random.Seed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Iso8601Test {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  @Test
  void dates_agreeWithJavaTime_onEachDayOfTheirCycle() {
    byte[] text = new byte[Iso8601.DATE_LENGTH];
    LocalDate last = LocalDate.of(9999, 12, 31);
    // Leap years repeat every 400 years: the first and the last 400 will do.
    for (LocalDate day = LocalDate.of(0, 1, 1); !day.isAfter(last); day = day.plusDays(1)) {
      if (day.getYear() == 400) {
        day = LocalDate.of(9600, 1, 1);
      }
      long epochDay = day.toEpochDay();
      Iso8601.writeDate(epochDay, text, 0);
      if (Iso8601.parseDate(text, 0, text.length) != epochDay
          || !new String(text, US_ASCII).equals(day.toString())) {
        assertThat(new String(text, US_ASCII)).isEqualTo(day.toString());
        assertThat(Iso8601.parseDate(text, 0, text.length)).as(day.toString()).isEqualTo(epochDay);
      }
    }
  }

  @Test
  void instants_agreeWithJavaTime() {
    Random random = Seed.random(Iso8601Test.class);
    byte[] text = new byte[Iso8601.INSTANT_LENGTH];
    for (int i = 0; i < 10_000; i++) {
      long millis =
          i == 0
              ? Iso8601.MIN_MILLIS
              : i == 1
                  ? Iso8601.MAX_MILLIS
                  : Iso8601.MIN_MILLIS
                      + Math.floorMod(
                          random.nextLong(), Iso8601.MAX_MILLIS - Iso8601.MIN_MILLIS + 1);
      Iso8601.writeInstant(millis, text, 0);
      Instant instant = Instant.ofEpochMilli(millis);
      assertThat(new String(text, US_ASCII)).isEqualTo(MILLISECONDS.format(instant));
      assertThat(millis(instant.toString())).isEqualTo(millis);
      assertThat(millis(instant.atOffset(ZoneOffset.ofHours(0)).toString())).isEqualTo(millis);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2013-05-28T06:47:35.571Z, 1369723655571",
    "2013-05-28T06:47:35Z, 1369723655000",
    "2013-05-28T06:47Z, 1369723620000",
    "2013-05-28t06:47:35.5z, 1369723655500",
    "2013-05-28 06:47:35.571999999Z, 1369723655571",
    "2013-05-28T06:47:35+00:00, 1369723655000",
    "2013-05-28T08:47:35+02, 1369723655000",
    "2013-05-28T08:47:35+0200, 1369723655000",
    "2013-05-27T22:47:35.001-08:00, 1369723655001",
    "2013-05-28T06:47-00:00, 1369723620000",
    "1969-12-31T23:59:59.9999Z, -1",
    "2024-02-29T00:00:00Z, 1709164800000",
    "2000-02-29T00:00:00+18:00, 951717600000",
  })
  void parseMillis_takesTheFormsInUse(String text, long millis) {
    assertThat(millis(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2013-05-28",
        "2013-05-28T",
        "2013-05-28TZ",
        "2013-05-28T06Z",
        "2013-05-28T06:47",
        "2013-05-28T06:47:35",
        "2013-05-28T06:47:35.571",
        "2013-05-28T06:47:35.Z",
        "2013-05-28T06:47:35.1234567890Z",
        "2013-05-28T06:47:35,571Z",
        "2013-05-28T06:47:60Z",
        "2013-05-28T06:60:00Z",
        "2013-05-28T24:00:00Z",
        "2013-05-28T06:47:35ZZ",
        "2013-05-28T06:47:35+",
        "2013-05-28T06:47:35+1",
        "2013-05-28T06:47:35+1:00",
        "2013-05-28T06:47:35+19:00",
        "2013-05-28T06:47:35+18:01",
        "2013-05-28T06:47:35+01:60",
        "2013-05-28T06:47:35 +01:00",
        "2013-05-28T06:47:35[UTC]",
        "2013-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2013-04-31T00:00:00Z",
        "2013-13-01T00:00:00Z",
        "2013-00-01T00:00:00Z",
        "2013-01-00T00:00:00Z",
        "-001-01-01T00:00:00Z",
        "+2013-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "20130528T064735Z",
        "2013-05-28_06:47:35Z",
        "2013/05/28T06:47:35Z",
        "2013-05-28T06-47-35Z",
        "２013-05-28T06:47:35Z",
      })
  void parseMillis_refusesEverythingElse(String text) {
    assertThat(millis(text)).isEqualTo(Iso8601.INVALID);
  }

  private static long millis(String text) {
    byte[] bytes = ("x" + text + "x").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Iso8601.parseMillis(bytes, 1, bytes.length - 1);
  }
}
