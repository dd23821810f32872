package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongUsageIT {
  @TempDir private Path folder;

  /** Words of the command line, and what the sentence must name. FOREIGN is a folder of others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --users 0                  | --users
          demo --users -5                 | --users
          demo --users many               | --users
          demo --users                    | --users
          demo --timeout 0s               | --timeout
          demo --timeout soon             | --timeout
          demo --source ftp://host/       | --source
          demo --source nonsense          | --source
          demo --source http://u@h/?a=b   | --source
          demo --pipeline missing.yaml    | missing.yaml
          demo --data FOREIGN             | holds other things
          demo --data FOREIGN/file        | no folder
          demo --data one,two             | comma
          demo --no-such-option           | --no-such-option
          demo surplus                    | surplus
          check                           | FILE
          check missing.yaml              | missing.yaml
          nonsense                        | nonsense
          """)
  void command_endsWithTwoAndOneSentence_whenItIsUsedWrongly(String words, String named)
      throws Exception {
    Path foreign = Files.createDirectories(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("file"), "of somebody else");
    String[] arguments =
        Arrays.stream(words.split(" "))
            .map(word -> word.replace("FOREIGN", foreign.toString()))
            .toArray(String[]::new);
    try (FrontDoor door = FrontDoor.run(folder, arguments)) {
      assertThat(door.exitCode()).as(door.err()).isEqualTo(2);
      String sentence = door.err().strip().lines().reduce("", (before, line) -> line);
      assertThat(sentence).startsWith("error: ").contains(named);
      assertThat(door.err()).doesNotContain("\tat ");
      assertThat(door.out()).isEmpty();
    }
  }
}
