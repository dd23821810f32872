package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.PipelineOptions;
import io.tributary.runtime.command.UsageException;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.Discarding;
import io.tributary.verifier.deadletter.Selection;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Marks dead letters as given up. */
@CommandLine.Command(
    name = "discard",
    description = {
      "Marks open dead letters as discarded, so that list --open and replay pass them over.",
      "They are kept, with the reason given, until they expire."
    })
final class DiscardDeadLettersCommand extends Command {
  @Option(
      names = "--why",
      required = true,
      paramLabel = "TEXT",
      description = "Why nothing will be done about them; kept with each.")
  private String why = "";

  @Mixin private SelectionOptions which = new SelectionOptions();

  @Mixin private final PipelineOptions definition = new PipelineOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Override
  protected void run() throws Exception {
    if (why.isBlank()) {
      throw new UsageException("--why is empty: say why nothing will be done about the letters");
    }
    Selection selection = which.selection(true);
    Pipeline pipeline = definition.read(Pipeline::load);
    long discarded;
    try (CqlSession session =
        CassandraSessions.open(cassandra.connection(), RunVerifier.ANSWER, err()::println)) {
      discarded =
          new Discarding(new CassandraDeadLetters(session, pipeline), why.strip())
              .of(
                  selection,
                  so -> err().println(String.format(Locale.ROOT, "discarded %,d letters", so)));
    }
    PrintWriter out = out();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d dead letter%s of pipeline %s discarded.",
            discarded,
            discarded == 1 ? "" : "s",
            pipeline.name()));
    out.println(String.format(Locale.ROOT, "{\"discarded\":%d}", discarded));
    out.flush();
  }
}
