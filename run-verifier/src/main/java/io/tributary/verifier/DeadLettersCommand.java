package io.tributary.verifier;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import picocli.CommandLine;

/** Finds dead letters and deals with them. */
@CommandLine.Command(
    name = "dead-letters",
    description = "Lists, shows, replays or discards dead letters.",
    subcommands = {
      ListDeadLettersCommand.class,
      ShowDeadLetterCommand.class,
      ReplayDeadLettersCommand.class,
      DiscardDeadLettersCommand.class
    })
public final class DeadLettersCommand extends Command {

  @Override
  protected void run() throws UsageException {
    throw new UsageException(
        "no command given: try dead-letters list, show, replay or discard, or --help");
  }
}
