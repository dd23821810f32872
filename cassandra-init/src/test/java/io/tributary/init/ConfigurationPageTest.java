package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.config.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  @Test
  void configurationPage_holdsTheSettingsOfThisService() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));

    assertThat(page).contains("## cassandra-init\n\n" + SettingsTable.markdown(InitSettings.ALL));
  }
}
