package io.tributary.model.definition;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One pipeline: where its records come from, what an event of it looks like, and where the events
 * go. Immutable; valid by construction when it comes from {@link #load}.
 *
 * @param name unique among the definitions; lower-case letters, digits, underscores
 * @param tables where each record is a row, one or more, all in one keyspace
 */
public record Pipeline(
    String name, Source source, Event event, Topic topic, List<Table> tables, Dag dag) {

  public Pipeline {
    tables = List.copyOf(tables);
  }

  /**
   * Reads and validates a definition.
   *
   * @throws InvalidDefinitionException with every problem of the file, when there is one
   */
  public static Pipeline load(Path file) throws InvalidDefinitionException {
    return DefinitionFiles.read(file);
  }

  /**
   * Reads every definition of a folder ({@code *.yaml}, {@code *.yml}, by name), or one file's. No
   * two may share their name, topic, table or DAG.
   *
   * @throws InvalidDefinitionException with every problem of every file, when there is one
   */
  public static List<Pipeline> loadAll(Path fileOrFolder) throws InvalidDefinitionException {
    return DefinitionFiles.readAll(fileOrFolder);
  }

  /**
   * Reads a definition that is in memory.
   *
   * @param file what problems call it
   * @throws InvalidDefinitionException with every problem of the text, when there is one
   */
  public static Pipeline parse(Path file, byte[] content) throws InvalidDefinitionException {
    return PipelineReader.parse(file, content);
  }

  /** Names of the fields in the key of any table: what a record that deletes its rows has. */
  public Set<String> keyFields() {
    return tables.stream()
        .flatMap(table -> table.key().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The same with records from elsewhere. */
  public Pipeline withSource(Source other) {
    return new Pipeline(name, other, event, topic, tables, dag);
  }

  /** The first of the tables: previews show it, and what supersedes is counted in it. */
  public Table mainTable() {
    return tables.get(0);
  }

  /** That of all tables, and of the dead letters. */
  public String keyspace() {
    return mainTable().keyspace();
  }
}
