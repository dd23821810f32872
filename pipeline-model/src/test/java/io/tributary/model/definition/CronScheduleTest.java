package io.tributary.model.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

  /** The tests of the DAGs compare the same list with what Airflow does. */
  @Test
  void faultOf_refusesWhateverAirflowCannotRun() throws Exception {
    List<String> lines;
    try (Stream<String> all = Files.lines(Path.of("src/test/resources/schedules.txt"))) {
      lines = all.filter(line -> !line.startsWith("#")).toList();
    }

    assertThat(lines).filteredOn(line -> line.startsWith("both | ")).hasSizeGreaterThan(100);
    assertThat(lines).filteredOn(line -> line.startsWith("none | ")).hasSizeGreaterThan(100);
    assertThat(lines)
        .filteredOn(
            line -> {
              String schedule = line.substring(line.indexOf('|') + 2);
              return CronSchedule.faultOf(schedule).isEmpty() != line.startsWith("both | ");
            })
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "60 * * * * => '60' as the minute of '60 * * * *' => what cron takes there: * or 0 to 59, ranges, steps and lists of them",
        "0 0 * FOO * => 'FOO' as the month of '0 0 * FOO *' => what cron takes there: * or 1 to 12 or JAN to DEC, ranges, steps and lists of them",
        "0 0 30 2 * => '0 0 30 2 *' => a schedule with a day that its months have",
        "* * * * => '* * * *' => none, a preset such as @daily, or five fields of cron",
      },
      quoteCharacter = '`')
  void faultOf_namesTheFieldAtFault(String schedule, String found, String expected) {
    assertThat(CronSchedule.faultOf(schedule)).contains(new CronSchedule.Fault(found, expected));
  }
}
