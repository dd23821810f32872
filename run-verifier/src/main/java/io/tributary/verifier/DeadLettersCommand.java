package io.tributary.verifier;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.WrongUsage;
import picocli.CommandLine;

/** Finds dead letters. */
@CommandLine.Command(
    name = "dead-letters",
    description = "Lists dead letters, or shows one whole.",
    subcommands = {ListDeadLettersCommand.class, ShowDeadLetterCommand.class})
public final class DeadLettersCommand extends Command {

  @Override
  protected void run() throws WrongUsage {
    throw new WrongUsage("no command given: try dead-letters list or dead-letters show, or --help");
  }
}
