package io.tributary.verifier;

import io.tributary.model.cursor.StoredCursor;
import io.tributary.runtime.command.UsageException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Sets where the next run begins. */
@CommandLine.Command(
    name = "set",
    description = {
      "Sets where the next run begins, forward or back.",
      "Forward, what is between is not read; back, it is read again, which changes no row."
    })
final class SetCursorCommand extends PipelineCursorCommand {
  @Parameters(paramLabel = "VALUE", description = "A value of the field source.incremental.field.")
  private String value = "";

  @Override
  protected void run() throws Exception {
    withCursor(
        (pipeline, read, cursor) -> {
          StoredCursor set;
          try {
            set = cursor.set(value.strip());
          } catch (IllegalArgumentException none) {
            throw new UsageException(String.valueOf(none.getMessage()), none);
          }
          out().println(ShowCursorCommand.text(pipeline, read, Optional.of(set)));
          out().println(ShowCursorCommand.json(pipeline, read, Optional.of(set)));
          out().flush();
        });
  }
}
