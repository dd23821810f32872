package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters, one line each. */
@CommandLine.Command(
    name = "list",
    description = "Lists dead letters, the newest day first, one line each.")
final class ListDeadLettersCommand extends Command {

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private SelectionOptions which = new SelectionOptions();

  @Option(names = "--open", description = "Only those neither replayed nor discarded.")
  private boolean open;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many to list at most (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Override
  protected void run() throws Exception {
    atLeastOne("--limit", limit);
    Selection selection = which.selection(open);
    List<DeadLetter> found = new ArrayList<>();
    Pipeline pipeline = definition.read(Pipeline::load);
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      new CassandraDeadLetters(session, pipeline)
          .forEach(
              selection,
              letter -> {
                found.add(letter);
                // one more than asked for tells that there are more
                return found.size() <= limit;
              });
    }
    print(found, pipeline.name(), out());
  }

  private void print(List<DeadLetter> found, String pipeline, PrintWriter out) {
    found.stream().limit(limit).forEach(letter -> out.println(line(letter)));
    out.println(
        found.isEmpty()
            ? "Pipeline %s has no such dead letter (--pipeline names another definition)."
                .formatted(pipeline)
            : found.size() > limit
                ? String.format(
                    Locale.ROOT,
                    "The first %,d of pipeline %s; there are more (--limit).",
                    limit,
                    pipeline)
                : String.format(
                    Locale.ROOT,
                    "%,d dead letter%s of pipeline %s.",
                    found.size(),
                    found.size() == 1 ? "" : "s",
                    pipeline));
    out.flush();
  }

  static String line(DeadLetter letter) {
    return Printable.escaped(
        "%s  %s  %s%s  %s  run %s%s  %s"
            .formatted(
                letter.position(),
                letter.recordTime(),
                letter.reason(),
                letter.field() == null ? "" : " (" + letter.field() + ")",
                letter.state(),
                letter.runId() == null ? "unknown" : letter.runId(),
                letter.replayOf() == null ? "" : "  replay of " + letter.replayOf(),
                letter.detail()));
  }
}
