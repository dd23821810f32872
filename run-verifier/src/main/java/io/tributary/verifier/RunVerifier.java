package io.tributary.verifier;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import java.time.Duration;
import picocli.CommandLine;

/** Proves of a run that each of its records arrived, and shows those that became dead letters. */
@CommandLine.Command(
    name = "run-verifier",
    description =
        "Verifies runs, before and after, and shows runs, rows, cursors and dead letters.",
    subcommands = {
      PreflightCommand.class,
      VerifyCommand.class,
      RowsCommand.class,
      RunsCommand.class,
      CursorCommand.class,
      DeadLettersCommand.class
    })
public final class RunVerifier extends Command {
  /** How long a command that does not wait for the stack to start waits for Cassandra. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  @Override
  protected void run() throws UsageException {
    throw new UsageException(
        "no command given: try preflight, verify, runs, rows, cursor or dead-letters, or --help");
  }

  public static void main(String[] arguments) {
    System.exit(execute(new RunVerifier(), arguments));
  }
}
