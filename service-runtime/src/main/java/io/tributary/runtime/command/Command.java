package io.tributary.runtime.command;

import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.Durations;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.LogLevel;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.http.EnvironmentProxies;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the commands of all services have in common. A command does its work in {@link #run()} and
 * ends with exit code 0; what it throws decides the rest: {@link UsageException} and {@link
 * InvalidConfigurationException} 2, anything else 1. The last line on standard error says why;
 * {@code --debug} adds the stack trace.
 */
@CommandLine.Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the last line on standard error says why and what to do",
      "2:wrong usage or configuration; likewise"
    })
public abstract class Command implements Callable<Integer> {
  /** Exit code of a command that failed. */
  public static final int FAILED = 1;

  /** Exit code of wrong usage or configuration. */
  public static final int WRONG_USAGE = 2;

  private static final String DEBUG = "--debug";

  /** Read by log4j2.xml; declared to be checked and documented like the others. */
  private static final Setting<LogLevel> LOG_LEVEL =
      Setting.choice("LOG_LEVEL", LogLevel.class, LogLevel.INFO, "what is logged, from this level");

  @Spec private @Nullable CommandSpec spec;

  private Map<String, String> environment = Map.of();

  @Option(names = DEBUG, order = 100, description = "Show the stack trace of an error.")
  @SuppressWarnings("UnusedVariable") // picocli's; what counts are the arguments as a whole
  private boolean debug;

  /** Does what the command is for. */
  protected abstract void run() throws Exception;

  /**
   * The environment variables that a command and all below it read, in the order of the
   * documentation: those of its {@link OptionGroup}s.
   */
  public static List<Setting<?>> settings(Command service) {
    return allSettings(line(service, Map.of())).distinct().toList();
  }

  private static Stream<Setting<?>> allSettings(CommandLine line) {
    return Stream.concat(
        settings(line).stream(),
        line.getSubcommands().values().stream().flatMap(Command::allSettings));
  }

  /** The environment variables that one command reads. */
  static List<Setting<?>> settings(CommandLine line) {
    List<OptionGroup> groups = groups(line.getCommandSpec());
    return groups.isEmpty()
        ? List.of()
        : Stream.concat(
                groups.stream().flatMap(group -> group.settings().stream()), Stream.of(LOG_LEVEL))
            .toList();
  }

  private static List<OptionGroup> groups(CommandSpec spec) {
    return spec.mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(OptionGroup.class::isInstance)
        .map(OptionGroup.class::cast)
        .toList();
  }

  /** Commands below this one that are other parts' own, under the names that they have here. */
  protected Map<String, Command> subcommands() {
    return Map.of();
  }

  /**
   * The value of an option that picocli takes as text, since its own message would show a malformed
   * one, which may hold a secret.
   *
   * @param parser throws an {@link IllegalArgumentException} that says what is wrong
   */
  public static <T> T parsed(String option, String text, Function<String, T> parser)
      throws UsageException {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException malformed) {
      throw new UsageException(option + " cannot be used: " + malformed.getMessage(), malformed);
    }
  }

  /** The value of an option that counts something. */
  public static int atLeastOne(String option, int value) throws UsageException {
    if (value < 1) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s is %d, expected 1 or more", option, value));
    }
    return value;
  }

  @Override
  public final Integer call() throws Exception {
    try {
      readOptions();
      useProxies();
      run();
    } catch (Error error) { // picocli handles exceptions only
      throw new ExecutionException(error);
    }
    return 0;
  }

  private void useProxies() throws UsageException {
    try {
      EnvironmentProxies.useFor(environment);
    } catch (IllegalArgumentException malformed) {
      throw new UsageException(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  private void readOptions() throws InvalidConfigurationException {
    CommandLine line = commandLine();
    Configuration configuration = Configuration.read(environment, settings(line));
    groups(line.getCommandSpec()).forEach(group -> group.use(configuration));
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli has not made this command").commandLine();
  }

  /** Standard output. */
  protected final PrintWriter out() {
    return commandLine().getOut();
  }

  /** Standard error, for progress. */
  protected final PrintWriter err() {
    return commandLine().getErr();
  }

  /**
   * Runs {@code service} with {@code arguments} in this process's environment and returns the exit
   * code. Options of type {@link Duration} are written as {@link Durations} reads them.
   */
  public static int execute(Command service, String... arguments) {
    return execute(service, System.getenv(), arguments);
  }

  /** The same, in another environment. */
  public static int execute(Command service, Map<String, String> environment, String... arguments) {
    return line(service, environment).execute(arguments);
  }

  static CommandLine line(Command service, Map<String, String> environment) {
    CommandLine line = new CommandLine(service);
    service
        .subcommands()
        .forEach(
            (name, command) ->
                line.addSubcommand(name, new CommandLine(command).setCommandName(name)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Duration.class, Command::duration);
    line.setUnmatchedOptionsArePositionalParams(false);
    inEnvironment(line, environment);
    SettingsHelp.addTo(line);
    line.setParameterExceptionHandler(Command::wrongUsage);
    line.setExecutionExceptionHandler(Command::failed);
    return line;
  }

  private static void inEnvironment(CommandLine line, Map<String, String> environment) {
    if (line.getCommand() instanceof Command command) {
      command.environment = Map.copyOf(environment);
    }
    line.getSubcommands().values().forEach(below -> inEnvironment(below, environment));
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new CommandLine.TypeConversionException(
          "'%s' is %s".formatted(text, malformed.getMessage()));
    }
  }

  private static int wrongUsage(ParameterException wrong, String... arguments) {
    CommandLine where = wrong.getCommandLine();
    if (asksForDebug(Arrays.asList(arguments))) {
      wrong.printStackTrace(where.getErr());
    }
    String hint = " (see %s --help)".formatted(where.getCommandSpec().qualifiedName());
    return end(where.getErr(), said(wrong) + meant(wrong) + hint, WRONG_USAGE);
  }

  private static int failed(Exception failure, CommandLine where, ParseResult parsed) {
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    boolean traced = asksForDebug(parsed.originalArgs());
    if (traced) {
      cause.printStackTrace(where.getErr());
    } else {
      LoggerFactory.getLogger(Command.class).debug("The command ended", cause);
    }
    String hint = isForeseen(cause) || traced ? "" : " (%s shows where)".formatted(DEBUG);
    return end(where.getErr(), reason(cause) + hint, exitCode(cause));
  }

  /** The exit code of a command that ends with this. */
  public static int exitCode(Throwable failure) {
    return isWrongUsage(failure) ? WRONG_USAGE : FAILED;
  }

  /** Why a command that ends with this has failed, in one line. */
  public static String reason(Throwable failure) {
    return isForeseen(failure)
        ? said(failure)
        : "%s: %s".formatted(failure.getClass().getSimpleName(), said(failure));
  }

  private static boolean isForeseen(Throwable failure) {
    return isWrongUsage(failure) || failure instanceof CommandFailedException;
  }

  private static boolean isWrongUsage(Throwable failure) {
    return failure instanceof UsageException || failure instanceof InvalidConfigurationException;
  }

  // not the field: a command around this one, or one that was not understood, has been told so
  private static boolean asksForDebug(List<String> arguments) {
    return arguments.contains(DEBUG);
  }

  /** What the user may have meant by an option or a command that does not exist. */
  private static String meant(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    return unmatched.getSuggestions().stream()
        .findFirst()
        .map("; did you mean %s?"::formatted)
        .orElse("");
  }

  private static int end(PrintWriter err, String why, int exitCode) {
    err.println("error: " + why);
    err.flush();
    return exitCode;
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : sentence(message);
  }

  private static String sentence(String text) {
    // some of picocli's own messages begin as our line does
    return text.strip().replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", "; ");
  }
}
