package io.tributary.verifier;

import io.tributary.runtime.command.Command;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Removes the cursor. */
@CommandLine.Command(
    name = "reset",
    description = "Removes the cursor: the next run begins at source.incremental.start.")
final class ResetCursorCommand extends Command {
  @Mixin private CursorOptions which = new CursorOptions();

  @Override
  protected void run() throws Exception {
    which.open(
        err(),
        (pipeline, read, cursor) -> {
          if (!cursor.reset()) {
            err().println("there was no cursor");
          }
          out().println(ShowCursorCommand.text(pipeline, read, Optional.empty()));
          out().println(ShowCursorCommand.json(pipeline, read, Optional.empty()));
          out().flush();
        });
  }
}
