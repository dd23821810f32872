package io.tributary.verifier;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Setting;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.deadletter.Discarding;
import io.tributary.verifier.deadletter.Selection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  @Mixin private StackOptions stack = new StackOptions();

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  protected List<Setting<?>> settings() {
    return VerifierSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    if (why.isBlank()) {
      throw new UsageException("--why is empty: say why nothing will be done about the letters");
    }
    Selection selection = which.selection(true);
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    Pipeline pipeline = stack.pipeline();
    long discarded;
    try (CqlSession session = stack.session(line.getErr())) {
      discarded =
          new Discarding(new CassandraDeadLetters(session, pipeline), why.strip())
              .of(
                  selection,
                  so ->
                      line.getErr()
                          .println(String.format(Locale.ROOT, "discarded %,d letters", so)));
    }
    PrintWriter out = line.getOut();
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
