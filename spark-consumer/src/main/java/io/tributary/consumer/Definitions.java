package io.tributary.consumer;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.yaml.Nearest;
import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pipeline definitions with their texts, which tasks in other processes read again. */
final class Definitions {
  /**
   * @param text what the definition's file holds
   */
  record Definition(Pipeline pipeline, String text) {}

  private Definitions() {}

  /**
   * Reads a file, or the files of a folder.
   *
   * @throws UsageException with every problem of every file, when there is one
   */
  static List<Definition> load(Path fileOrFolder) throws UsageException, IOException {
    try {
      List<Pipeline> pipelines = Pipeline.loadAll(fileOrFolder);
      Map<String, String> texts = texts(fileOrFolder);
      List<Definition> definitions = new ArrayList<>();
      for (Pipeline pipeline : pipelines) {
        String text = texts.get(pipeline.name());
        if (text == null) {
          throw new UsageException(
              "%s changed while it was being read: try again".formatted(fileOrFolder));
        }
        definitions.add(new Definition(pipeline, text));
      }
      return definitions;
    } catch (InvalidDefinitionException invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
  }

  /**
   * Those that have one of these tables; all where no table is named.
   *
   * @throws UsageException when one of the tables is in no definition
   */
  static List<Definition> having(List<String> tables, List<Definition> definitions)
      throws UsageException {
    if (tables.isEmpty()) {
      return definitions;
    }
    Set<String> known =
        definitions.stream().flatMap(each -> names(each).stream()).collect(Collectors.toSet());
    for (String table : tables) {
      if (!known.contains(table)) {
        throw new UsageException(
            "no definition has a table '%s'%s: name one in --tables"
                .formatted(
                    table,
                    Nearest.to(table, known).map(" (did you mean '%s'?)"::formatted).orElse("")));
      }
    }
    return definitions.stream().filter(each -> !Collections.disjoint(names(each), tables)).toList();
  }

  private static List<String> names(Definition definition) {
    return definition.pipeline().tables().stream().map(Table::name).toList();
  }

  private static Map<String, String> texts(Path fileOrFolder)
      throws IOException, InvalidDefinitionException {
    Map<String, String> texts = new HashMap<>();
    for (Path file : files(fileOrFolder)) {
      texts.put(Pipeline.load(file).name(), Files.readString(file));
    }
    return texts;
  }

  private static List<Path> files(Path fileOrFolder) throws IOException {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(fileOrFolder);
    }
    try (Stream<Path> entries = Files.list(fileOrFolder)) {
      return entries.filter(file -> file.toString().matches(".*\\.ya?ml")).toList();
    }
  }
}
