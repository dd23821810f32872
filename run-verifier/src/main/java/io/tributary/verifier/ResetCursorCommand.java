package io.tributary.verifier;

import java.util.Optional;
import picocli.CommandLine;

/** Removes the cursor. */
@CommandLine.Command(
    name = "reset",
    description = "Removes the cursor: the next run begins at source.incremental.start.")
final class ResetCursorCommand extends PipelineCursorCommand {
  @Override
  protected void run() throws Exception {
    withCursor(
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
