package io.tributary.runtime.command;

import io.tributary.runtime.config.Durations;
import io.tributary.runtime.config.InvalidConfigurationException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * What the commands of all services have in common. A command does its work in {@link #run()} and
 * ends with exit code 0; what it throws decides the rest: {@link WrongUsage} and {@link
 * InvalidConfigurationException} 2, anything else 1. The last line on standard error says why;
 * {@code --debug} adds the stack trace.
 */
@CommandLine.Command(mixinStandardHelpOptions = true, sortOptions = false)
public abstract class Command implements Callable<Integer> {
  /** Exit code of a command that failed. */
  public static final int FAILED = 1;

  /** Exit code of wrong usage or configuration. */
  public static final int WRONG_USAGE = 2;

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  private boolean debug;

  /** Does what the command is for. */
  protected abstract void run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    run();
    return 0;
  }

  /**
   * Runs {@code service} with {@code arguments} and returns the exit code. Options of type {@link
   * Duration} are written as {@link Durations} reads them.
   */
  public static int execute(Command service, String... arguments) {
    CommandLine line = new CommandLine(service);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Duration.class, Command::duration);
    line.setParameterExceptionHandler(
        (wrong, args) -> {
          String hint =
              " (see %s --help)".formatted(wrong.getCommandLine().getCommandSpec().qualifiedName());
          return end(wrong.getCommandLine().getErr(), oneSentence(wrong) + hint, WRONG_USAGE);
        });
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (failed.getCommand() instanceof Command command && command.debug) {
            failure.printStackTrace(failed.getErr());
          } else {
            LoggerFactory.getLogger(Command.class).debug("The command ended", failure);
          }
          boolean wrongUsage =
              failure instanceof WrongUsage || failure instanceof InvalidConfigurationException;
          return end(failed.getErr(), oneSentence(failure), wrongUsage ? WRONG_USAGE : FAILED);
        });
    return line.execute(arguments);
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new CommandLine.TypeConversionException(
          "'%s' is %s".formatted(text, malformed.getMessage()));
    }
  }

  private static int end(PrintWriter err, String why, int exitCode) {
    err.println("error: " + why);
    err.flush();
    return exitCode;
  }

  private static String oneSentence(Throwable failure) {
    boolean ours =
        failure instanceof WrongUsage
            || failure instanceof CommandFailed
            || failure instanceof InvalidConfigurationException
            || failure instanceof CommandLine.ParameterException;
    String message = failure.getMessage();
    String said =
        message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    String text = ours ? said : "%s: %s".formatted(failure.getClass().getSimpleName(), said);
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
