package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Log4j reads from the environment is in the documentation, as our own settings are. */
class LoggingVariablesTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+):-(\\w+)}");

  @Test
  void configurationPage_holdsEveryVariableOfTheLoggingConfiguration() throws IOException {
    Map<String, String> variables = new TreeMap<>();
    Matcher matcher = VARIABLE.matcher(Files.readString(Path.of("src/main/resources/log4j2.xml")));
    while (matcher.find()) {
      variables.put(matcher.group(1), matcher.group(2));
    }
    assertThat(variables).containsOnlyKeys("LOG_LEVEL", "LOG_LEVEL_LIBRARIES", "LOG_STACK_LINES");

    String page = Files.readString(Path.of("../docs/configuration.md"));
    variables.forEach(
        (name, fallback) ->
            assertThat(page)
                .containsPattern(
                    "(?mi)^\\| `%s` \\| [^|]+ \\| `%s` \\|".formatted(name, fallback)));
  }
}
