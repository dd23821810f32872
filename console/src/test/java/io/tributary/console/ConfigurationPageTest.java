package io.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.config.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  /** With {@code -Dtributary.docs=write} the page is brought up to date. */
  @Test
  void configurationPage_holdsTheSettingsOfThisService() throws IOException {
    String page = Files.readString(PAGE);
    String expected =
        SettingsTable.updated(page, "console", Command.settings(new ConsoleCommand()));
    if (System.getProperty("tributary.docs", "").equals("write")) {
      Files.writeString(PAGE, expected);
      return;
    }

    assertThat(page).isEqualTo(expected);
  }
}
