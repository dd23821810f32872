package io.tributary.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class CommandTest {
  private interface Work {
    void run() throws Exception;
  }

  @CommandLine.Command(name = "fetch", description = "Fetches records.")
  private static final class Fetch extends Command {
    private final Work work;

    @Mixin private final FetchOptions source = new FetchOptions();

    @Option(names = "--records", paramLabel = "N", description = "How many to fetch.")
    private int records;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait.")
    private Duration wait = Duration.ZERO;

    private Fetch(Work work) {
      this.work = work;
    }

    @Override
    protected void run() throws Exception {
      work.run();
      if (records < 0) {
        throw new UsageException("--records must not be negative");
      }
    }
  }

  private static final class FetchOptions extends OptionGroup {
    private static final Setting<String> NAME =
        Setting.text("SOURCE_NAME", "50% @|bold|@", "where they come from");

    private static final Setting<String> PASSWORD =
        Setting.secret("SOURCE_PASSWORD", "changeit", "the source's password");

    @Option(names = "--source", paramLabel = "NAME", description = "Where they come from.")
    private @Nullable String name;

    @Override
    public List<Setting<?>> settings() {
      return List.of(NAME, PASSWORD);
    }

    private String name() {
      return value(name, NAME);
    }
  }

  @CommandLine.Command(name = "fail", description = "Fails.")
  static final class Failing extends Command {
    @Override
    protected void run() throws Exception {
      throw new CommandFailedException("no luck");
    }
  }

  @CommandLine.Command(
      name = "top",
      description = "Has a command in it.",
      subcommands = Failing.class)
  private static final class Top extends Command {
    @Override
    protected void run() throws Exception {
      throw new UsageException("say which command");
    }
  }

  private record Ended(int exitCode, String out, String err) {
    String lastLine() {
      return err.lines().reduce("", (before, line) -> line);
    }
  }

  private static Ended execute(Command command, String... arguments) {
    return execute(command, Map.of(), arguments);
  }

  private static Ended execute(
      Command command, Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Command.line(command, environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    return new Ended(line.execute(arguments), out.toString(), err.toString());
  }

  private static Ended ending(Work work, String... arguments) {
    return execute(new Fetch(work), arguments);
  }

  private static Ended ending(String... arguments) {
    return ending(() -> {}, arguments);
  }

  @Test
  void execute_endsWith0AndSaysNothing_whenTheWorkIsDone() {
    assertThat(ending("--records", "3")).isEqualTo(new Ended(0, "", ""));
  }

  @Test
  void execute_takesTheCommandLineThenTheEnvironmentThenTheDefault() {
    Map<String, String> environment = Map.of("SOURCE_NAME", "meadow");

    assertThat(sourceName(Map.of())).isEqualTo("50% @|bold|@");
    assertThat(sourceName(environment)).isEqualTo("meadow");
    assertThat(sourceName(environment, "--source", "brook")).isEqualTo("brook");
  }

  private static String sourceName(Map<String, String> environment, String... arguments) {
    Fetch fetch = new Fetch(() -> {});
    assertThat(execute(fetch, environment, arguments)).isEqualTo(new Ended(0, "", ""));
    return fetch.source.name();
  }

  @Test
  void execute_endsWith2_whenAVariableIsMalformed() {
    assertThat(execute(new Fetch(() -> {}), Map.of("LOG_LEVEL", "loud")))
        .extracting(Ended::exitCode, Ended::lastLine)
        .containsExactly(
            2, "error: LOG_LEVEL is 'loud', expected trace or debug or info or warn or error");
  }

  @Test
  void settings_areThoseOfAllCommands_eachOnce() {
    assertThat(Command.settings(new Fetch(() -> {})))
        .extracting(Setting::name)
        .containsExactly("SOURCE_NAME", "SOURCE_PASSWORD", "LOG_LEVEL");
    assertThat(Command.settings(new Top())).isEmpty();
  }

  @Test
  void execute_readsDurationsAsSettingsDo() {
    Fetch fetch = new Fetch(() -> {});
    assertThat(execute(fetch, "--wait", "2m").exitCode()).isZero();
    assertThat(fetch.wait).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void execute_endsWith1AndTheReason_whenTheCommandFailed() {
    Ended ended =
        ending(
            () -> {
              throw new CommandFailedException("Kafka is away;\n start it");
            });
    assertThat(ended).isEqualTo(new Ended(1, "", "error: Kafka is away;; start it\n"));
  }

  @Test
  void execute_endsWith1AndNamesTheException_whenItIsUnexpected() {
    Ended ended =
        ending(
            () -> {
              throw new IllegalStateException("boom");
            });
    assertThat(ended)
        .isEqualTo(new Ended(1, "", "error: IllegalStateException: boom (--debug shows where)\n"));
  }

  @Test
  void execute_endsWith1_whenAnErrorIsThrown() {
    Ended ended =
        ending(
            () -> {
              throw new NoClassDefFoundError("x/Y");
            });
    assertThat(ended)
        .isEqualTo(new Ended(1, "", "error: NoClassDefFoundError: x/Y (--debug shows where)\n"));
  }

  @Test
  void execute_showsTheStackTraceBeforeTheReason_withDebug() {
    Ended ended =
        ending(
            () -> {
              throw new CommandFailedException("no luck", new IllegalStateException("deep"));
            },
            "--debug");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("at io.tributary.runtime.command.CommandTest", "deep");
    assertThat(ended.lastLine()).isEqualTo("error: no luck");
  }

  @Test
  void execute_endsWith2AndEveryProblem_whenTheConfigurationIsInvalid() {
    Ended ended =
        ending(
            () -> {
              throw new InvalidConfigurationException(List.of("A is bad", "B is not set"));
            });
    assertThat(ended).isEqualTo(new Ended(2, "", "error: A is bad; B is not set\n"));
  }

  @Test
  void execute_endsWith2_whenTheCommandCallsItWrongUsage() {
    assertThat(ending("--records", "-1"))
        .isEqualTo(new Ended(2, "", "error: --records must not be negative\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--recrods 5   | Unknown options: '--recrods', '5'; did you mean --records?",
        "--record=5    | Unknown option: '--record=5'; did you mean --records?",
        "--zzz         | Unknown option: '--zzz'",
        "--records     | Missing required parameter for option '--records' (N)",
        "--records=ten | Invalid value for option '--records': 'ten' is not an int",
        "--wait PT2M   | Invalid value for option '--wait': 'PT2M' is not a duration like 200ms, 30s",
        "surplus       | Unmatched argument at index 0: 'surplus'",
      })
  void execute_endsWith2AndTheRemedy_whenTheUsageIsWrong(String arguments, String reason) {
    Ended ended = ending(arguments.split(" ", -1));
    assertThat(ended.err()).startsWith("error: " + reason).endsWith(" (see fetch --help)\n");
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @Test
  void execute_showsTheStackTraceOfWrongUsage_withDebug() {
    Ended ended = ending("--zzz", "--debug");
    assertThat(ended.err()).contains("UnmatchedArgumentException");
    assertThat(ended.lastLine()).startsWith("error: Unknown option: '--zzz'");
  }

  @Test
  void execute_printsTheVersionOnStandardOutput_whenAsked() {
    Ended ended = ending("--version");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).matches("tributary \\d+\\.\\d+\\.\\d+\\S* \\(Java 17\\S*\\)\\n");
  }

  @Test
  void execute_helps_whenAsked() {
    Ended ended = ending("--help");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .startsWith("Usage: fetch ")
        .containsSubsequence(
            "Fetches records.",
            "Options:",
            "--records",
            "--debug",
            "Exit codes:",
            "  2   wrong usage",
            "Environment:",
            "SOURCE_NAME",
            "where they come from (text, default 50% @ |bold|@)",
            "the source's password (secret text)")
        .doesNotContain("changeit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--debug fail", "fail --debug"})
  void execute_showsTheStackTrace_whereverDebugStandsBesideASubcommand(String arguments) {
    Ended ended = execute(new Top(), arguments.split(" ", -1));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("at io.tributary");
    assertThat(ended.lastLine()).isEqualTo("error: no luck");
  }

  @Test
  void execute_suggestsTheCommand_whenItIsMisspelt() {
    Ended ended = execute(new Top(), "fal");
    assertThat(ended)
        .isEqualTo(
            new Ended(
                2,
                "",
                "error: Unmatched argument at index 0: 'fal'; did you mean fail? (see top --help)\n"));
  }

  @Test
  void execute_listsTheCommands_inHelp() {
    assertThat(execute(new Top(), "--help").out())
        .containsSubsequence("Commands:", "fail", "Fails.");
  }
}
