package io.tributary.console.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.console.web.ProblemException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowQueryTest {
  private static final String TABLE = "readings_by_place";

  @Test
  void query_asksForAllRowsOfTheFirstTable_whenNothingIsSaid() {
    RowQuery query = Readings.query();

    assertThat(query.table().name()).isEqualTo("readings");
    assertThat(query.limit()).isEqualTo(50);
    assertThat(query.cql())
        .isEqualTo(
            "SELECT id, place, day, taken, celsius, note, WRITETIME(place), WRITETIME(day),"
                + " WRITETIME(taken), WRITETIME(celsius), WRITETIME(note) FROM weather.readings");
  }

  @Test
  void query_findsARow_byItsWholeKey() {
    RowQuery query = Readings.query("key", Readings.ID.toString());

    assertThat(query.cql()).endsWith(" FROM weather.readings WHERE id = ?");
    assertThat(query.keyValues()).containsExactly(Readings.ID);
    assertThat(query.isWholeKey()).isTrue();
  }

  @Test
  void query_findsAPartition_byItsKeyAlone() {
    RowQuery query =
        Readings.query("table", TABLE, "key", "Ålesund", "key", "2026-11-03", "key", "", "key", "");

    assertThat(query.cql())
        .isEqualTo(
            "SELECT id, place, day, taken, celsius, WRITETIME(celsius), TTL(celsius)"
                + " FROM weather.readings_by_place WHERE place = ? AND day = ?");
    assertThat(query.keyValues()).containsExactly("Ålesund", LocalDate.parse("2026-11-03"));
    assertThat(query.isWholeKey()).isFalse();
  }

  @Test
  void query_findsRowsOfAPartition_byTheFirstClusteringColumn() {
    RowQuery query =
        Readings.query(
            "table",
            TABLE,
            "key",
            "Ålesund",
            "key",
            "2026-11-03",
            "key",
            Readings.TAKEN.toString());

    assertThat(query.cql()).endsWith(" WHERE place = ? AND day = ? AND taken = ?");
    assertThat(query.keyValues()).endsWith(Readings.TAKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          table=none | The parameter table is 'none', expected one of readings, readings_by_place.
          key=17 | The key's id is '17', expected a UUID such as
          key=a&key=b | The parameter key is given 2 times, but the key of table readings is id
          table=readings_by_place&key=Bergen | The key has a value for place only, but rows of table readings_by_place are found by place, day
          table=readings_by_place&key=&key=2026-11-03 | The key's place is '', expected a text.
          table=readings_by_place&key=Bergen&key=today | The key's day is 'today', expected a date such as
          limit=0 | The parameter limit is '0', expected a whole number from 1 to 500.
          limit=501 | The parameter limit is '501', expected a whole number from 1 to 500.
          """)
  void query_isRefused_withWhatIsExpected(String query, String why) {
    assertThatThrownBy(() -> Readings.query(query.split("[=&]", -1)))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageContaining(why);
  }
}
