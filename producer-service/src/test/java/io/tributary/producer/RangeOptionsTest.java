package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Pipeline;
import io.tributary.producer.source.Definitions;
import io.tributary.producer.source.ReadingRange;
import io.tributary.runtime.command.UsageException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RangeOptionsTest {

  @Test
  void range_isWhatTheOptionsSay_withoutAskingCassandra() throws Exception {
    assertThat(range("--from", "2024-05-01"))
        .contains(ReadingRange.from(at("2024-05-01T00:00:00Z")));
    assertThat(range("--backfill", "2024-05-01..2024-05-02T12:00:00Z"))
        .contains(ReadingRange.backfill(at("2024-05-01T00:00:00Z"), at("2024-05-02T12:00:00Z")));
  }

  @Test
  void range_isNone_ofASourceThatIsReadAsAWhole() throws Exception {
    Pipeline people = Definitions.people(Definitions.source(Definitions.TOKENS));

    assertThat(options().range(people, RangeOptionsTest::unasked)).isEmpty();
    assertThatThrownBy(() -> options("--from", "1").range(people, RangeOptionsTest::unasked))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("pipeline people has no source.incremental");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "--from=soon | --from: 'soon' is not a time such as",
        "--backfill=2024-05-01 | --backfill must be two values with '..' between them",
        "--backfill=2024-05-01..soon | --backfill: 'soon' is not a time",
        "--backfill=2024-05-01..2024-05-02 --from=2024-05-01 | exclude each other",
      })
  void range_refusesWhatIsNone(String options, String message) {
    assertThatThrownBy(() -> range(options.split(" ", -1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private static Optional<ReadingRange> range(String... arguments) throws Exception {
    String definition =
        """
        name: changes
        source:
          url: http://people.example/changes
          records: /results
          incremental: {field: moved, start: 2024-01-01, parameter: since, end-parameter: until}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: moved, type: timestamp, from: /moved, required: true}
        topic: {name: changes}
        table: {keyspace: test, name: changes}
        """;
    return options(arguments)
        .range(
            Pipeline.parse(Path.of("p.yaml"), definition.getBytes(UTF_8)),
            RangeOptionsTest::unasked);
  }

  private static RangeOptions options(String... arguments) {
    RangeOptions options = new RangeOptions();
    CommandLine.populateCommand(options, arguments);
    return options;
  }

  private static io.tributary.runtime.cassandra.CassandraConnection unasked() {
    throw new AssertionError("Cassandra need not be asked");
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
