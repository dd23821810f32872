package io.tributary.model.definition;

import io.tributary.model.yaml.Problems;
import io.tributary.model.yaml.Section;
import io.tributary.model.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads one definition whole, section by section, and reports everything that is wrong with it. */
final class PipelineReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private PipelineReader() {}

  /** Reads a definition that is in memory; {@code file} names it in problems. */
  static Pipeline parse(Path file, byte[] content) throws InvalidDefinitionException {
    Problems problems = new Problems(file);
    Optional<Pipeline> pipeline =
        YamlDocument.parse(content, problems).flatMap(root -> read(root, problems));
    if (!problems.isEmpty() || pipeline.isEmpty()) {
      throw new InvalidDefinitionException(problems.inOrder());
    }
    return pipeline.get();
  }

  private static Optional<Pipeline> read(MappingNode node, Problems problems) {
    Section root = new Section("the definition", node, problems);
    Optional<String> name =
        root.matching(
            "name", true, NAME, "lower-case letters, digits and underscores, at most 63 of them");
    Section eventSection = root.section("event");
    EventReader.Result event = new EventReader(problems).read(eventSection);
    Section sourceSection = root.section("source");
    Optional<Source> source = SourceReader.read(sourceSection, event);
    source.ifPresent(
        valid ->
            OriginCrossChecks.check(
                valid.form(),
                valid.request().parameters().keySet(),
                event.event(),
                event.lines(),
                problems));
    Optional<Topic> topic = TopicReader.read(root.section("topic"));
    List<Table> tables = new TableReader(problems, event).readAll(root);
    tables.forEach(
        table ->
            DeletesReader.checkTombstones(eventSection, event.event(), table.name(), table.key()));
    Optional<Dag> dag =
        DagReader.read(
            root.optionalSection("dag"),
            name,
            sourceSection.has("incremental"),
            source.flatMap(Source::incremental));
    root.end();
    if (name.isEmpty()
        || source.isEmpty()
        || topic.isEmpty()
        || tables.isEmpty()
        || dag.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Pipeline(name.get(), source.get(), event.event(), topic.get(), tables, dag.get()));
  }
}
