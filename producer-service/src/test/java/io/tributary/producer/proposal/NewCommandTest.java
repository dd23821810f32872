package io.tributary.producer.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("catches what is printed")
class NewCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path answer = folder;
  private Path output = folder;
  private String printed = "";

  @BeforeEach
  void write() throws Exception {
    answer = folder.resolve("Our Ferries.json");
    output = folder.resolve("made/ferries.yaml");
    Files.writeString(answer, "[{\"id\": 1, \"name\": \"Ask\"}, {\"id\": 2, \"name\": \"Embla\"}]");
  }

  @Test
  void file_becomesADefinition_withTheCommandsThatFollow() throws Exception {
    assertThat(propose(answer.toString(), "--output", output.toString())).isZero();
    Pipeline pipeline = Pipeline.load(output);
    assertThat(pipeline.name()).isEqualTo("our_ferries");
    assertThat(pipeline.event().key()).isEqualTo("id");
    assertThat(printed)
        .contains("wrote " + output, "2 of 2 records of the sample can be mapped")
        .contains("source.url: a file does not tell it")
        .contains("./tributary check --sample " + output)
        .contains("./tributary demo --keep --pipeline " + output + " --users 2");
  }

  @Test
  void existingFile_isNotOverwritten() throws Exception {
    Files.createDirectories(folder.resolve("made"));
    Files.writeString(output, "mine");
    assertThat(propose(answer.toString(), "--output", output.toString())).isEqualTo(2);
    assertThat(printed).contains("exists and is not overwritten");
    assertThat(output).hasContent("mine");
  }

  @Test
  void definition_goesToStandardOutput_alone() throws Exception {
    assertThat(propose(answer.toString(), "--output", "-", "--name", "boats")).isZero();
    assertThat(printed).contains("name: boats").contains("- {name: id, type: int, from: /id");
  }

  @Test
  void answerWithoutRecords_isAFailure_thatSaysWhatIsMissing() throws Exception {
    Files.writeString(answer, "\"hello\"");
    assertThat(propose(answer.toString(), "--output", output.toString())).isEqualTo(1);
    assertThat(printed).contains("Nothing can be proposed: no records were found");
    assertThat(output).doesNotExist();
  }

  @Test
  void wrongUsage_isSaidSo() {
    assertThat(propose(folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(propose(answer.toString(), "--name", "Not Good")).isEqualTo(2);
    assertThat(propose("http://user:hidden@ferries.example/")).isEqualTo(2);
    assertThat(printed).doesNotContain("hidden");
  }

  private int propose(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      return Command.execute(new NewCommand(), Map.of(), arguments);
    } finally {
      System.setOut(out);
      System.setErr(err);
      printed = bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
