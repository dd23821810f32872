package io.tributary.verifier;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import picocli.CommandLine;

/** Shows the runs that are on record. */
@CommandLine.Command(
    name = "runs",
    description = "Lists the runs of a pipeline, or shows one of them.",
    subcommands = {ListRunsCommand.class, ShowRunCommand.class})
public final class RunsCommand extends Command {

  @Override
  protected void run() throws UsageException {
    throw new UsageException("no command given: try runs list or runs show, or --help");
  }
}
