package io.tributary.verifier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.cursor.StoredCursor;
import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import java.util.Optional;
import picocli.CommandLine;

/** Shows where a pipeline is in its incremental source. */
@CommandLine.Command(
    name = "show",
    description = {
      "Shows where the next run begins, when and by which run the cursor moved there, and where it"
          + " was before.",
      "The last line of standard output is the same as JSON."
    })
final class ShowCursorCommand extends PipelineCursorCommand {
  @Override
  protected void run() throws Exception {
    withCursor(
        (pipeline, read, cursor) -> {
          Optional<StoredCursor> stored = cursor.stored();
          out().println(text(pipeline, read, stored));
          out().println(json(pipeline, read, stored));
          out().flush();
        });
  }

  static String text(Pipeline pipeline, Incremental read, Optional<StoredCursor> stored) {
    if (stored.isEmpty()) {
      return "Pipeline %s has no cursor yet: the next run begins at its start, %s."
          .formatted(pipeline.name(), read.scale().text(read.start()));
    }
    StoredCursor cursor = stored.get();
    StringBuilder text = new StringBuilder();
    text.append(
        "Pipeline %s is at %s %s.%n".formatted(pipeline.name(), cursor.field(), cursor.position()));
    text.append("Moved there at %s by %s.".formatted(cursor.moved(), mover(cursor.runId())));
    cursor
        .former()
        .ifPresent(
            former ->
                text.append(
                    "%nBefore that: %s, by %s.".formatted(former, mover(cursor.formerRunId()))));
    return text.toString();
  }

  private static String mover(Optional<String> runId) {
    return runId.map("run %s"::formatted).orElse("cursor set");
  }

  static String json(Pipeline pipeline, Incremental read, Optional<StoredCursor> stored) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pipeline", pipeline.name()).put("field", read.field());
    json.put("position", stored.map(StoredCursor::position).orElse(null));
    json.put("start", read.scale().text(read.start()));
    json.put("moved", stored.map(cursor -> cursor.moved().toString()).orElse(null));
    json.put("run_id", stored.flatMap(StoredCursor::runId).orElse(null));
    json.put("former_position", stored.flatMap(StoredCursor::former).orElse(null));
    json.put("former_run_id", stored.flatMap(StoredCursor::formerRunId).orElse(null));
    return json.toString();
  }
}
