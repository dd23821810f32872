package io.tributary.stack.check;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.DefinitionDifference;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.FieldVerdict;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.RegisteredSchema;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryException;
import io.tributary.runtime.registry.SchemaRegistry;
import io.tributary.runtime.registry.SchemaVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a definition changes, beside the schema in the registry or the definition of a commit. */
final class Against {
  /** The word for the registry. */
  static final String REGISTRY = "registry";

  private static final int LARGEST_FILE = 1 << 20;

  private final Path file;
  private final Pipeline pipeline;

  Against(Path file, Pipeline pipeline) {
    this.file = file;
    this.pipeline = pipeline;
  }

  /**
   * What was found.
   *
   * @param lines for people
   * @param isAccepted whether the registry's rule allows all of it, and the tables can follow
   */
  record Report(List<String> lines, boolean isAccepted) {}

  /** Beside the newest schema of the pipeline's subject. */
  Report registry(RegistryConnection connection)
      throws CommandFailedException, UsageException, InterruptedException {
    EventSchema schema =
        EventSchema.of(pipeline)
            .orElseThrow(
                () ->
                    new UsageException(
                        "Pipeline %s has no schema: give it a topic.format, or compare with a commit of git."
                            .formatted(pipeline.name())));
    SchemaRegistry registry = connection.open(CompatibilityCheck.NONE);
    Optional<SchemaVersion> latest;
    Optional<SchemaVersion> same;
    try {
      latest = registry.latest(schema.subject());
      same = registry.find(schema.subject(), new RegisteredSchema(schema.type(), schema.text()));
    } catch (RegistryException failed) {
      throw new CommandFailedException(String.valueOf(failed.getMessage()), failed);
    }
    if (latest.isEmpty()) {
      return new Report(
          List.of(
              "%s has no schema for %s yet: the first run registers it"
                  .formatted(registry.name(), schema.subject())),
          true);
    }
    EventSchema older =
        new EventSchema(
            schema.subject(), latest.get().schema().type(), latest.get().schema().text());
    return report(
        "version %s of %s in %s"
            .formatted(Integer.toString(latest.get().version()), schema.subject(), registry.name()),
        DefinitionDifference.between(older, pipeline),
        same.map(version -> "has it as version " + version.version()));
  }

  /** Beside the same file in a commit. */
  Report commit(String ref) throws CommandFailedException, UsageException, InterruptedException {
    Pipeline older;
    try {
      older = Pipeline.parse(file, show(ref));
    } catch (InvalidDefinitionException invalid) {
      throw new UsageException(
          "%s of %s is not valid: %s".formatted(file, ref, invalid.problems().get(0)), invalid);
    }
    return report(
        file + " of " + ref, DefinitionDifference.between(older, pipeline), Optional.empty());
  }

  private byte[] show(String ref)
      throws CommandFailedException, UsageException, InterruptedException {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = Objects.requireNonNull(absolute.getParent());
    if (ref.startsWith("-")) {
      throw new UsageException("'%s' is no commit of git.".formatted(ref));
    }
    try {
      Process git =
          new ProcessBuilder("git", "show", ref + ":./" + absolute.getFileName())
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] text;
      try (InputStream out = git.getInputStream()) {
        text = out.readNBytes(LARGEST_FILE);
      }
      if (git.waitFor() != 0) {
        throw new UsageException(
            "git has no %s in '%s': name a commit, branch or tag that has it, or registry."
                .formatted(file, ref));
      }
      return text;
    } catch (IOException failed) {
      throw new CommandFailedException(
          "git does not run (%s): install it.".formatted(failed.getMessage()), failed);
    }
  }

  /**
   * @param known that the registry has the schema of before, if it has: then it takes it again,
   *     whatever its rule
   */
  private Report report(String older, List<FieldVerdict> verdicts, Optional<String> known) {
    if (verdicts.isEmpty()) {
      return new Report(List.of("Nothing changes beside " + older + "."), true);
    }
    boolean hasSchema = pipeline.topic().format().hasSchema();
    List<String> lines = new ArrayList<>();
    lines.add("Beside %s:".formatted(older));
    for (FieldVerdict verdict : verdicts) {
      lines.add("");
      lines.add(
          verdict.field().isEmpty()
              ? verdict.change()
              : "%s %s".formatted(verdict.field(), verdict.change()));
      if (hasSchema) {
        lines.add(
            "  registry  "
                + known.orElseGet(
                    () ->
                        "%s (rule %s)"
                            .formatted(
                                verdict.accepted() ? "accepts it" : "REFUSES it",
                                pipeline.topic().format().compatibility().word())));
      }
      lines.add("  table     " + verdict.table());
      lines.add("  records   " + verdict.records());
    }
    boolean isRefused =
        hasSchema && known.isEmpty() && verdicts.stream().anyMatch(one -> !one.accepted());
    boolean isStuck = verdicts.stream().anyMatch(one -> !one.isPossible());
    lines.add("");
    lines.addAll(isRefused || isStuck ? hindrance(isRefused) : order(verdicts, hasSchema));
    return new Report(lines, !isRefused && !isStuck);
  }

  private static List<String> hindrance(boolean isRefused) {
    return List.of(
        isRefused
            ? "Do not deploy this: the next run would fail, and publish nothing. Make the change"
                + " one that the rule allows, or set topic.compatibility and run create-topics."
            : "Do not deploy this: cassandra-init would change nothing and stop.");
  }

  private List<String> order(List<FieldVerdict> verdicts, boolean hasSchema) {
    boolean adds = verdicts.stream().anyMatch(one -> one.table().startsWith("cassandra-init "));
    List<String> steps =
        Stream.of(
                hasSchema
                    ? "cassandra-init, which changes the tables and registers the schema"
                    : adds ? "cassandra-init, which changes the tables" : "",
                hasSchema && pipeline.topic().format().compatibility().isBackward()
                    ? "other programs that read the topic, with the new schema"
                    : "",
                "the consumer, restarted with the new definition",
                "the next run",
                hasSchema && !pipeline.topic().format().compatibility().isBackward()
                    ? "other programs that read the topic, whenever they like"
                    : "")
            .filter(step -> !step.isEmpty())
            .toList();
    List<String> lines = new ArrayList<>(List.of("In this order:"));
    for (int i = 0; i < steps.size(); i++) {
      lines.add("  %s. %s".formatted(Integer.toString(i + 1), steps.get(i)));
    }
    return lines;
  }
}
