package io.tributary.stack.check;

import io.tributary.model.definition.Authentication;
import io.tributary.model.definition.ForgottenDeletes;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.NormalizedJson;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.definition.Table;
import io.tributary.model.event.EventJsonSchema;
import io.tributary.producer.Connections;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.credential.SecretSource;
import io.tributary.producer.sample.PageSampler;
import io.tributary.producer.sample.SampleReport;
import io.tributary.producer.sample.SampledPage;
import io.tributary.producer.source.HttpLimitOptions;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.registry.RegistryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tributary check FILE}: every problem of a definition, with its line, or its schema; {@code
 * tributary check --sample [URL|FILE] FILE}: what becomes of one page of its source.
 */
@CommandLine.Command(
    name = "check",
    description = {
      "Report every problem of a pipeline definition, with line numbers.",
      "With --sample, also fetch one page of its source and show what the mapping makes of it;"
          + " exit code 1 means that there was no page, or that records were rejected."
    })
public final class CheckCommand extends Command {
  /** Set by the front door, which knows better than a JVM what it writes to. */
  private static final String COLUMNS = "tributary.columns";

  private static final Pattern URL = Pattern.compile("(?i)https?://");

  /** Someone waits for it. */
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(5);

  @Parameters(
      paramLabel = "FILE",
      arity = "1..2",
      description =
          "The definition, such as pipelines/users.yaml. With --sample, the URL of another server"
              + " like the source, or a file with an answer of it, may come first.")
  private List<String> files = List.of();

  @Option(
      names = "--sample",
      description =
          "Fetch one page (or read it from a file), map it, and show rows, rejected records, the"
              + " next request, and doubts. Nothing is published.")
  private boolean sample;

  @Option(
      names = "--schema",
      description =
          "Print the JSON Schema (2020-12) of the events instead, for others who read or write the"
              + " topic.")
  private boolean schema;

  @Option(
      names = "--json",
      description =
          "Print the definition as JSON instead, with all defaults, as the DAGs are made of it;"
              + " with --sample, print the sample as JSON.")
  private boolean json;

  @Option(
      names = "--against",
      paramLabel = "registry|GIT-REF",
      description =
          "Show what the definition changes beside the registry's newest schema, or beside the same"
              + " file in a commit, branch or tag: for the registry, the tables, and the records in"
              + " the topic. Exit code 1 means that it must not be deployed.")
  private @Nullable String against;

  @Mixin private final RegistryOptions registry = new RegistryOptions();

  @Mixin private final HttpLimitOptions http = new HttpLimitOptions();

  @Override
  protected void run() throws Exception {
    if (schema && (json || sample)) {
      throw new UsageException(
          "--schema and %s were both given: choose one.".formatted(json ? "--json" : "--sample"));
    }
    if (against != null && (schema || json || sample)) {
      throw new UsageException("--against goes with no other option: leave the others out.");
    }
    if (files.size() > 1 && !sample) {
      throw new UsageException("Give one definition; with --sample, a URL or file before it.");
    }
    Path file = Path.of(files.get(files.size() - 1));
    Pipeline pipeline = load(file);
    if (against != null) {
      compare(file, pipeline, against);
    } else if (sample) {
      sample(pipeline);
    } else if (schema || json) {
      out().println(schema ? EventJsonSchema.of(pipeline) : NormalizedJson.of(pipeline));
    } else {
      out()
          .printf(
              Locale.ROOT,
              "%s is valid: pipeline %s, topic %s, %s %s, %d fields%n",
              file,
              pipeline.name(),
              pipeline.topic().name(),
              pipeline.tables().size() == 1 ? "table" : "tables",
              pipeline.tables().stream().map(Table::fullName).collect(Collectors.joining(", ")),
              pipeline.event().fields().size());
      ForgottenDeletes.warnings(pipeline).forEach(what -> err().println("warning: " + what));
      secrets(pipeline);
    }
    out().flush();
  }

  private void compare(Path file, Pipeline pipeline, String with) throws Exception {
    Against comparison = new Against(file, pipeline);
    Against.Report report =
        with.equals(Against.REGISTRY)
            ? comparison.registry(registry.connection(file))
            : comparison.commit(with);
    report.lines().forEach(out()::println);
    out().flush();
    if (!report.isAccepted()) {
      throw new CommandFailedException("The change cannot be deployed; see above.");
    }
  }

  private Pipeline load(Path file) throws UsageException {
    try {
      return Pipeline.load(file);
    } catch (InvalidDefinitionException invalid) {
      invalid.problems().forEach(err()::println);
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

  /** They have to be where the producer runs, which need not be here. */
  private void secrets(Pipeline pipeline) {
    Optional<Authentication> authentication = pipeline.source().request().authentication();
    if (authentication.isEmpty()) {
      return;
    }
    authentication
        .get()
        .references()
        .forEach((key, reference) -> out().printf("needs %s (%s)%n", reference, key));
    out().flush();
    SecretSource.system()
        .problems(authentication.get())
        .forEach(
            problem -> err().println("warning: " + problem + ": set it where the producer runs"));
  }

  private void sample(Pipeline pipeline) throws Exception {
    SampledPage sampled = sampled(pipeline);
    SampleReport report = new SampleReport(sampled);
    out().println(json ? report.json() : report.text(Integer.getInteger(COLUMNS, 100)));
    out().flush();
    int rejected = sampled.rejected().size();
    if (rejected > 0) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%,d of %,d records would be rejected: correct the fields named above, or keep them"
                  + " as dead letters.",
              rejected,
              sampled.records()));
    }
  }

  private SampledPage sampled(Pipeline pipeline) throws Exception {
    String from = files.size() > 1 ? files.get(0) : "";
    try {
      if (from.isEmpty() || URL.matcher(from).lookingAt()) {
        Pipeline there =
            from.isEmpty()
                ? pipeline
                : SourceUrl.at(pipeline, parsed("The source's URL", from, SourceUrl::parse));
        return new PageSampler(there)
            .fetch(
                PageSequence.Manners.of(
                    http.limits(), Connections.DEFAULT_USER_AGENT, GIVE_UP_AFTER),
                err()::println);
      }
      return new PageSampler(pipeline).of(from, read(Path.of(from)));
    } catch (MissingSecretException missing) {
      throw new UsageException(String.valueOf(missing.getMessage()), missing);
    } catch (SourceFailedException failed) {
      throw new CommandFailedException("There is no page to show: " + failed.getMessage(), failed);
    }
  }

  private static byte[] read(Path answer) throws UsageException {
    try {
      return Files.readAllBytes(answer);
    } catch (IOException unreadable) {
      throw new UsageException(
          "%s cannot be read: give a file with an answer of the source, or a URL."
              .formatted(answer),
          unreadable);
    }
  }
}
