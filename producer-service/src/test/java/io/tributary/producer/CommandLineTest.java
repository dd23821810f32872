package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input at the front door: exit code 2 and one sentence. */
class CommandLineTest {
  private static final String DEFINITION =
      """
      name: people
      source:
        url: http://127.0.0.1:1/api/
        records: /results
        paging:
          type: page
          size-parameter: results
          page-parameter: page
          seed-parameter: seed
          page-size: 50
          last-page: 100
      event:
        key: id
        fields:
          - {name: id, type: text, from: /id, required: true}
          - {name: name, type: text, from: /name, required: true}
      topic: {name: people, partitions: 3, replication: 1, max-record-bytes: 2000}
      table: {keyspace: test, name: people, key: [id]}
      dag: {id: people, schedule: none, records: 100}
      """;

  private record Ended(int exitCode, String out, List<String> err) {}

  @TempDir private Path folder;

  /** A source with a seed has no end, so that reading all of it is refused: it was asked for. */
  @Test
  void run_readsAll_whereTheDefinitionSaysSo() throws Exception {
    Path file = folder.resolve("all.yaml");
    Files.writeString(file, DEFINITION.replace("records: 100}", "records: all}"));
    Ended ended = execute(List.of("run", "--pipeline", file.toString()));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).last().asString().contains("without end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|say what to do",
        "fetch|fetch",
        "run --recrods 5|--recrods",
        "run --records|--records",
        "run --records 0|--records must be a whole number, 1 or more, or 'all'; found '0'",
        "run --records -5|'-5'",
        "run --records 5k|'5k'",
        "run --records 99999999999999999999|--records must be",
        "run --records 5001|more than the source has",
        "run --records all|without end",
        "run --records 5 --duration 60s|exclude each other",
        "run --duration 60|'60'",
        "run --duration 0s|--duration must be more than nothing",
        "run --rate 0|--rate must be above 0",
        "run --rate -1|--rate must be above 0",
        "run --rate NaN|--rate must be above 0",
        "run --rate fast|'fast'",
        "run --run-id a/b|--run-id must be",
        "run --run-id=|--run-id must be",
        "run --seed a/b|--seed must be",
        "run --source nowhere|--source cannot be used: it does not begin with http",
        "run --give-up-after soon|'soon'",
        "run --receipt no/such/folder/r.json|--receipt",
        "run --pipeline no/such/file.yaml|no/such/file.yaml",
        "create-topics --pipeline no/such/folder|no/such/folder",
        "create-topics --wait long|'long'"
      })
  void execute_endsWithOneSentence_whenTheInputIsWrong(String line, String said) throws Exception {
    List<String> arguments = new ArrayList<>();
    Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).forEach(arguments::add);
    if (line.startsWith("run") && !line.contains("--pipeline")) {
      arguments.add("--pipeline");
      arguments.add(definition(DEFINITION).toString());
    }
    Ended ended = execute(arguments);
    assertThat(ended.exitCode).as("%s", ended.err).isEqualTo(Command.WRONG_USAGE);
    assertThat(ended.err).singleElement().asString().startsWith("error: ").contains(said);
    assertThat(ended.out).isEmpty();
  }

  @Test
  void execute_reportsEveryProblem_whenTheDefinitionIsWrong() throws Exception {
    Path broken = definition(DEFINITION.replace("type: text", "type: txet"));
    Ended ended = execute(List.of("run", "--pipeline", broken.toString()));
    assertThat(ended.exitCode).isEqualTo(Command.WRONG_USAGE);
    assertThat(ended.err).singleElement().asString().contains("yaml:15").contains("yaml:16");
  }

  @Test
  void execute_printsTheReceiptAndFails_whenKafkaIsNotThere() throws Exception {
    Path receipt = folder.resolve("receipt.json");
    Ended ended =
        execute(
            List.of(
                "run",
                "--pipeline",
                definition(DEFINITION).toString(),
                "--kafka",
                "127.0.0.1:1",
                "--give-up-after",
                "100ms",
                "--run-id",
                "r1",
                "--receipt",
                receipt.toString()));
    assertThat(ended.exitCode).isEqualTo(Command.FAILED);
    assertThat(ended.err.get(ended.err.size() - 1))
        .startsWith("error: run r1 published nothing: Kafka at 127.0.0.1:1 did not answer within");
    assertThat(ended.out.lines().toList())
        .singleElement()
        .asString()
        .startsWith("{\"run_id\":\"r1\"")
        .contains("\"complete\":false");
    assertThat(Files.readString(receipt)).isEqualTo(ended.out);
  }

  @Test
  void help_namesEveryOption() {
    Ended ended = execute(List.of("run", "--help"));
    assertThat(ended.exitCode).isZero();
    assertThat(ended.out)
        .contains(
            "--pipeline",
            "--records",
            "--duration",
            "--rate",
            "--seed",
            "--run-id",
            "--source",
            "--give-up-after",
            "--receipt",
            "--kafka",
            "STATUS_PORT");
  }

  private Path definition(String text) throws Exception {
    return Files.writeString(folder.resolve("people.yaml"), text);
  }

  private static Ended execute(List<String> arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, UTF_8));
      System.setErr(new PrintStream(complained, true, UTF_8));
      int exitCode = Command.execute(new ProducerService(), arguments.toArray(String[]::new));
      return new Ended(exitCode, said.toString(UTF_8), complained.toString(UTF_8).lines().toList());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
