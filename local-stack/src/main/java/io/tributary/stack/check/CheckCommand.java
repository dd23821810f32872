package io.tributary.stack.check;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.NormalizedJson;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary check FILE}: every problem of a definition, with its line, or its schema. */
@CommandLine.Command(
    name = "check",
    description = "Report every problem of a pipeline definition, with line numbers.")
public final class CheckCommand extends Command {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The definition, such as pipelines/users.yaml.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(
      names = "--schema",
      description =
          "Print the JSON Schema (2020-12) of the events instead, for others who read or write the"
              + " topic.")
  private boolean schema;

  @Option(
      names = "--json",
      description =
          "Print the definition as JSON instead, with all defaults, as the DAGs are made of it.")
  private boolean json;

  @Override
  protected void run() throws UsageException {
    if (schema && json) {
      throw new UsageException("--schema and --json were both given: choose one.");
    }
    try {
      Pipeline pipeline = Pipeline.load(file);
      PrintWriter out = spec.commandLine().getOut();
      if (schema || json) {
        out.println(schema ? EventJsonSchema.of(pipeline) : NormalizedJson.of(pipeline));
        out.flush();
        return;
      }
      out.printf(
          Locale.ROOT,
          "%s is valid: pipeline %s, topic %s, table %s.%s, %d fields%n",
          file,
          pipeline.name(),
          pipeline.topic().name(),
          pipeline.table().keyspace(),
          pipeline.table().name(),
          pipeline.event().fields().size());
      out.flush();
    } catch (InvalidDefinitionException invalid) {
      PrintWriter err = spec.commandLine().getErr();
      invalid.problems().forEach(err::println);
      int count = invalid.problems().size();
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s has %d %s, listed above: correct %s and check again.",
              file,
              count,
              count == 1 ? "problem" : "problems",
              count == 1 ? "it" : "them"),
          invalid);
    }
  }
}
