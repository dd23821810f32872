package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Setting;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.Selection;
import io.tributary.verifier.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters, one line each. */
@CommandLine.Command(
    name = "list",
    description = "Lists dead letters, the newest day first, one line each.")
final class ListDeadLettersCommand extends Command {

  @Mixin private StackOptions stack = new StackOptions();

  @Mixin private SelectionOptions which = new SelectionOptions();

  @Option(names = "--open", description = "Only those neither replayed nor discarded.")
  private boolean open;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many to list at most (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  protected List<Setting<?>> settings() {
    return VerifierSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    if (limit < 1) {
      throw new UsageException(
          String.format(Locale.ROOT, "--limit is %d, expected 1 or more", limit));
    }
    Selection selection = which.selection(open);
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    List<DeadLetter> found = new ArrayList<>();
    Pipeline pipeline = stack.pipeline();
    try (CqlSession session = stack.session(line.getErr())) {
      new CassandraDeadLetters(session, pipeline)
          .forEach(
              selection,
              letter -> {
                found.add(letter);
                // one more than asked for tells that there are more
                return found.size() <= limit;
              });
    }
    print(found, pipeline.name(), line.getOut());
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
                letter.place(),
                letter.recordTime(),
                letter.reason(),
                letter.field() == null ? "" : " (" + letter.field() + ")",
                letter.state(),
                letter.runId() == null ? "unknown" : letter.runId(),
                letter.replayOf() == null ? "" : "  replay of " + letter.replayOf(),
                letter.detail()));
  }
}
