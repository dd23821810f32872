package io.tributary.verifier;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import picocli.CommandLine;

/** Shows and changes where a pipeline is in its incremental source. */
@CommandLine.Command(
    name = "cursor",
    description = "Shows, sets or resets where the next run of an incremental source begins.",
    subcommands = {ShowCursorCommand.class, SetCursorCommand.class, ResetCursorCommand.class})
public final class CursorCommand extends Command {

  @Override
  protected void run() throws UsageException {
    throw new UsageException("no command given: try cursor show, set or reset, or --help");
  }
}
