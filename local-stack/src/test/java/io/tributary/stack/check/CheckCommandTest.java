package io.tributary.stack.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("catches what is printed")
class CheckCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path definition = folder;
  private Path answer = folder;
  private String printed = "";

  @BeforeEach
  void write() throws Exception {
    definition = folder.resolve("lamps.yaml");
    answer = folder.resolve("answer.json");
    Files.writeString(
        definition,
        """
        name: lamps
        source: {url: "http://127.0.0.1:1/lamps", records: ""}
        event:
          key: id
          fields:
            - {name: id, type: int, from: /id, required: true}
            - {name: name, type: text, from: /id, required: true}
        topic: {name: lamps}
        table: {keyspace: spark_streams, name: lamps}
        """);
    Files.writeString(answer, "[{\"id\": 1}, {\"id\": 2}]");
  }

  @Test
  void check_saysThatADefinitionIsValid() {
    assertThat(check(definition.toString())).isZero();
    assertThat(printed).contains("is valid: pipeline lamps");
  }

  @Test
  void check_warnsOfATable_thatForgetsDeletesSoon() throws Exception {
    Files.writeString(
        definition,
        Files.readString(definition)
            .replace("  key: id\n", "  key: id\n  tombstones: delete\n")
            .replace("name: lamps}\n", "name: lamps, options: {gc_grace_seconds: 60}}\n")
            .replace(
                "topic: {name: lamps, options: {gc_grace_seconds: 60}}", "topic: {name: lamps}"));

    assertThat(check(definition.toString())).isZero();
    assertThat(printed).contains("warning: table spark_streams.lamps forgets deletes after 60 s");
  }

  @Test
  void sample_showsWhatBecomesOfAnAnswer() {
    assertThat(check("--sample", answer.toString(), definition.toString())).isZero();
    assertThat(printed).contains("answer.json: 2 records, 2 mapped, 0 rejected", "doubts: none");
  }

  @Test
  void sample_fails_whenRecordsAreRejected() throws Exception {
    Files.writeString(answer, "[{\"id\": 1}, {\"id\": \"two\"}]");
    assertThat(check("--sample", answer.toString(), definition.toString())).isEqualTo(1);
    assertThat(printed).contains("1 of 2 records would be rejected");
  }

  @Test
  void sample_fails_whenThereIsNoPage() throws Exception {
    Files.writeString(answer, "[]");
    assertThat(check("--sample", answer.toString(), definition.toString())).isEqualTo(1);
    assertThat(printed).contains("There is no page to show", "check source.records");
  }

  @Test
  void sample_isWrongUsage_withoutAFileThatCanBeRead() {
    assertThat(check("--sample", folder.resolve("none").toString(), definition.toString()))
        .isEqualTo(2);
    assertThat(check(answer.toString(), definition.toString())).isEqualTo(2);
    assertThat(check("--sample", "--schema", definition.toString())).isEqualTo(2);
    assertThat(check("--sample", "http://x.example/?key=secret", definition.toString()))
        .isEqualTo(2);
    assertThat(printed).doesNotContain("secret");
  }

  private int check(String... arguments) {
    Checked checked = Checked.run(arguments);
    printed = checked.printed();
    return checked.exitCode();
  }
}
