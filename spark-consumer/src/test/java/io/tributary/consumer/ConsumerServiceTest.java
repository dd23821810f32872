package io.tributary.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerServiceTest {
  @TempDir Path folder;

  private record Ended(int exitCode, String error) {}

  private static Ended run(Map<String, String> environment, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Command.execute(new ConsumerService(), environment, arguments);
      return new Ended(exitCode, error.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void run_isWrongUsage_whenTheModeIsNone() {
    Ended ended = run(Map.of(), "--mode", "sideways");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("sideways").containsIgnoringCase("append");
  }

  @Test
  void run_isWrongUsage_whenThereIsNoDefinition() {
    Ended ended = run(Map.of(), "--pipeline", folder.resolve("none.yaml").toString());
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("none.yaml").doesNotContain("\tat ");
  }

  @Test
  void run_reportsEveryProblemOfADefinition() throws Exception {
    Path file = folder.resolve("broken.yaml");
    Files.writeString(file, "name: Not A Name\nsources: {}\n");
    Ended ended = run(Map.of(), "--pipeline", file.toString());
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("broken.yaml:1").contains("broken.yaml:2");
  }

  @Test
  void run_reportsEveryMalformedVariable() {
    Ended ended =
        run(Map.of("TRIGGER_INTERVAL", "soon", "WRITES_IN_FLIGHT", "0", "MAX_FAILURES", "x"));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("TRIGGER_INTERVAL", "WRITES_IN_FLIGHT", "MAX_FAILURES");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1d", "500ms", "7301d", "never"})
  void run_isWrongUsage_whenLettersCannotBeKeptSoLong(String timeToLive) {
    Ended ended = run(Map.of("DEAD_LETTER_TTL", timeToLive));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("DEAD_LETTER_TTL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "10%", "NaN"})
  void run_isWrongUsage_whenTheAlertRatioIsNone(String ratio) {
    Ended ended = run(Map.of("DEAD_LETTER_ALERT_RATIO", ratio));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("DEAD_LETTER_ALERT_RATIO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serial", "local-serial"})
  void run_isWrongUsage_whenTheConsistencyIsNoneOfWrites(String consistency) {
    Ended ended = run(Map.of("CASSANDRA_CONSISTENCY", consistency));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).contains("CASSANDRA_CONSISTENCY");
  }

  @Test
  void run_fails_whenAnotherConsumerHasTheCheckpoint() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    var held = io.tributary.consumer.checkpoint.CheckpointLock.take(checkpoints.resolve("small"));
    try (held) {
      Ended ended =
          run(
              Map.of("CHECKPOINT_DIR", checkpoints.toString(), "STATUS_PORT", "0"),
              "--pipeline",
              "src/test/resources/events.yaml");
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.error()).contains("another consumer uses the checkpoint");
    }
  }
}
