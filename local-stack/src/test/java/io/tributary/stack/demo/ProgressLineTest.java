package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void doing_writesOneLineForEachThing_whenItIsNoTerminal() {
    ProgressLine progress = new ProgressLine(out, false, () -> Duration.ofSeconds(7));
    progress.doing("starting");
    progress.doing("publishing");
    progress.close();
    assertThat(written()).isEqualTo("   7 s  starting%n   7 s  publishing%n".formatted());
  }

  @Test
  void doing_writesOverTheLine_whenItIsATerminal() {
    ProgressLine progress = new ProgressLine(out, true, () -> Duration.ofSeconds(7));
    progress.doing("starting");
    progress.doing("publishing");
    progress.close();
    assertThat(written())
        .isEqualTo("\r\u001b[K   7 s  starting\r\u001b[K   7 s  publishing\r\u001b[K");
  }

  @Test
  void say_leavesALineThatStays_whenItIsATerminal() {
    ProgressLine progress = new ProgressLine(out, true, () -> Duration.ofSeconds(7));
    progress.doing("starting");
    progress.say("no network");
    assertThat(written()).endsWith("\r\u001b[K   7 s  no network%n".formatted());
    progress.close();
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
