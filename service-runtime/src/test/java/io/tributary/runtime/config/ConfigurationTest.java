package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final Setting<String> NAME = Setting.text("STORE_NAME", "main", "its name");
  private static final Setting<Integer> PORT =
      Setting.integer("STORE_PORT", 9042, 1, 65535, "its port");
  private static final Setting<Boolean> SAFE = Setting.flag("SAFE_MODE", true, "be careful");
  private static final Setting<Duration> WAIT = Setting.duration("WAIT_LIMIT", "5m", "how long");
  private static final Setting<Path> FOLDER = Setting.path("DATA_FOLDER", "data", "where");
  private static final Setting<URI> SOURCE =
      Setting.url("SOURCE_URL", "http://localhost/", "from where");
  private static final Setting<List<String>> NODES =
      Setting.list("CONTACT_POINTS", "localhost:9042", "nodes");
  private static final Setting<LogLevel> LEVEL =
      Setting.choice("LEVEL", LogLevel.class, LogLevel.INFO, "what is logged");
  private static final Setting<String> PASSWORD = Setting.secret("STORE_PASSWORD", "", "its key");
  private static final Setting<Integer> PIN =
      new Setting<>("PIN_CODE", "number", Optional.empty(), "the pin", true, Integer::valueOf);
  private static final List<Setting<?>> ALL =
      List.of(NAME, PORT, SAFE, WAIT, FOLDER, SOURCE, NODES, LEVEL, PASSWORD);

  @Test
  void read_takesTheFallbacks_whenNothingIsSet() throws Exception {
    Configuration read = Configuration.read(Map.of("STORE_NAME", " "), ALL);
    assertThat(read.get(NAME)).isEqualTo("main");
    assertThat(read.get(PORT)).isEqualTo(9042);
    assertThat(read.get(SAFE)).isTrue();
    assertThat(read.get(WAIT)).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.get(FOLDER)).isEqualTo(Path.of("data"));
    assertThat(read.get(SOURCE)).isEqualTo(URI.create("http://localhost/"));
    assertThat(read.get(NODES)).containsExactly("localhost:9042");
    assertThat(read.get(LEVEL)).isEqualTo(LogLevel.INFO);
    assertThat(read.get(PASSWORD)).isEmpty();
  }

  @Test
  void read_takesWhatIsSet() throws Exception {
    Configuration read =
        Configuration.read(
            Map.of(
                "STORE_NAME", " spare ",
                "STORE_PORT", "1",
                "SAFE_MODE", "false",
                "WAIT_LIMIT", "200ms",
                "CONTACT_POINTS", "a:1, b:2,",
                "LEVEL", "Debug"),
            ALL);
    assertThat(read.get(NAME)).isEqualTo("spare");
    assertThat(read.get(PORT)).isEqualTo(1);
    assertThat(read.get(SAFE)).isFalse();
    assertThat(read.get(WAIT)).isEqualTo(Duration.ofMillis(200));
    assertThat(read.get(NODES)).containsExactly("a:1", "b:2");
    assertThat(read.get(LEVEL)).isEqualTo(LogLevel.DEBUG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STORE_PORT     | 0        | STORE_PORT is '0', expected whole number, 1 to 65535",
        "STORE_PORT     | 65536    | STORE_PORT is '65536', expected whole number, 1 to 65535",
        "STORE_PORT     | 1e3      | STORE_PORT is '1e3', expected whole number, 1 to 65535",
        "SAFE_MODE      | yes      | SAFE_MODE is 'yes', expected true or false",
        "WAIT_LIMIT     | 5        | WAIT_LIMIT is '5', expected duration (200ms, 30s, 5m, 2h, 30d)",
        "WAIT_LIMIT     | -5s      | WAIT_LIMIT is '-5s', expected duration (200ms, 30s, 5m, 2h, 30d)",
        "SOURCE_URL     | nowhere  | SOURCE_URL is 'nowhere', expected URL (http://… or https://…)",
        "SOURCE_URL     | ftp://x/ | SOURCE_URL is 'ftp://x/', expected URL (http://… or https://…)",
        "SOURCE_URL     | http://[ | SOURCE_URL is 'http://[', expected URL (http://… or https://…)",
        "CONTACT_POINTS | ,        | CONTACT_POINTS is ',', expected list, separated by commas",
        "LEVEL          | loud     | LEVEL is 'loud', expected trace or debug or info or warn or error",
      })
  void read_tellsWhatWasFoundAndExpected_whenMalformed(String name, String value, String problem) {
    assertThat(problems(Map.of(name, value), ALL)).containsExactly(problem);
  }

  @Test
  void read_reportsEveryProblemAtOnce() {
    assertThat(problems(Map.of("STORE_PORT", "x", "SAFE_MODE", "y"), List.of(PORT, SAFE, PIN)))
        .containsExactly(
            "STORE_PORT is 'x', expected whole number, 1 to 65535",
            "SAFE_MODE is 'y', expected true or false",
            "PIN_CODE is not set (number: the pin)");
  }

  @Test
  void read_doesNotShowTheValue_whenASecretIsMalformed() {
    assertThat(problems(Map.of("PIN_CODE", "hunter2"), List.of(PIN)))
        .containsExactly("PIN_CODE is malformed, expected number");
  }

  @Test
  void read_doesNotShowThePassword_whenAUrlIsMalformed() {
    assertThat(problems(Map.of("SOURCE_URL", "ftp://me:hunter2@host/"), ALL))
        .containsExactly("SOURCE_URL is 'ftp://***@host/', expected URL (http://… or https://…)");
    assertThat(problems(Map.of("SOURCE_URL", "ftp://host/?key=hunter2&x=1"), ALL))
        .containsExactly("SOURCE_URL is 'ftp://host/?***', expected URL (http://… or https://…)");
  }

  @ParameterizedTest
  @CsvSource({
    "STORE_PASWORD, STORE_PASSWORD",
    "STORE_PASSWROD, STORE_PASSWORD",
    "CONTACT_POINT, CONTACT_POINTS",
    "CONTACTPOINTS, CONTACT_POINTS",
    "store_port, STORE_PORT",
    "SAFE_MODES, SAFE_MODE",
    "LEVAL, LEVEL",
    "LEVALS, ''",
  })
  void read_asksWhatWasMeant_whenAVariableIsAlmostASetting(String variable, String meant) {
    List<String> problems = problems(Map.of(variable, "x"), ALL);
    if (meant.isEmpty()) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .containsExactly("%s is not a setting, did you mean %s?".formatted(variable, meant));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PATH",
        "HOME",
        "LANG",
        "SHLVL",
        "PWD",
        "TERM",
        "HOSTNAME",
        "JAVA_HOME",
        "LOG_DIR",
        "USER",
        "STORE_TYPE_OF_IT",
        "STORE",
        "SAFE",
        "LEVELS_OF_ALL",
        "DATA",
        "FOLDER",
        "STORE_PORT_9042_TCP"
      })
  void read_keepsSilent_whenAVariableIsUnrelated(String variable) {
    assertThat(problems(Map.of(variable, "x"), ALL)).isEmpty();
  }

  @Test
  void read_keepsSilent_whenTheSettingThatIsAlmostTheVariableIsSetToo() {
    Map<String, String> both = Map.of("CONTACT_POINT", "x", "CONTACT_POINTS", "a:1");
    assertThat(problems(both, ALL)).isEmpty();
  }

  @Test
  void read_takesASecretFromAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "hunter2\n");

    Configuration read =
        Configuration.read(Map.of("STORE_PASSWORD_FILE", file.toString()), List.of(PASSWORD));

    assertThat(read.get(PASSWORD)).isEqualTo("hunter2");
    assertThat(read.describe()).isEqualTo("STORE_PASSWORD=***");
  }

  @Test
  void read_namesTheVariable_whenASecretsFileCannotBeUsed(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");

    assertThat(problems(Map.of("STORE_PASSWORD_FILE", "none"), ALL))
        .containsExactly(
            "STORE_PASSWORD_FILE names none, which cannot be read (NoSuchFileException)");
    assertThat(problems(Map.of("STORE_PASSWORD_FILE", empty.toString()), ALL))
        .containsExactly("STORE_PASSWORD_FILE names %s, which is empty".formatted(empty));
    assertThat(problems(Map.of("STORE_PASSWORD_FILE", "none", "STORE_PASSWORD", "hunter2"), ALL))
        .containsExactly("STORE_PASSWORD and STORE_PASSWORD_FILE are both set: keep one of them");
    assertThat(problems(Map.of("STORE_PASSWORD_FLIE", "none"), ALL))
        .containsExactly("STORE_PASSWORD_FLIE is not a setting, did you mean STORE_PASSWORD_FILE?");
  }

  @Test
  void describe_hidesSecretsAndTellsDefaults() throws Exception {
    Configuration read =
        Configuration.read(
            Map.of(
                "STORE_PASSWORD", "hunter2",
                "PIN_CODE", "1234",
                "SOURCE_URL", "https://me:hunter2@host/p@th"),
            List.of(NAME, PASSWORD, PIN, SOURCE));
    assertThat(read.describe())
        .isEqualTo(
            """
            STORE_NAME=main (default)
            STORE_PASSWORD=***
            PIN_CODE=***
            SOURCE_URL=https://***@host/p@th""");
    assertThat(read.toString()).doesNotContain("hunter2", "1234");
  }

  @Test
  void get_isRefused_whenTheSettingWasNotRead() throws Exception {
    Configuration read = Configuration.read(Map.of(), List.of(NAME));
    assertThatThrownBy(() -> read.get(PORT)).hasMessageContaining("STORE_PORT");
  }

  private static List<String> problems(Map<String, String> environment, List<Setting<?>> settings) {
    InvalidConfigurationException invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> Configuration.read(environment, settings));
    return invalid == null ? List.of() : invalid.problems();
  }
}
