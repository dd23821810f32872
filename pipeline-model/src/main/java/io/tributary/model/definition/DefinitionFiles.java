package io.tributary.model.definition;

import io.tributary.model.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Opens the files of definitions, and holds those of one folder against each other. */
final class DefinitionFiles {
  private DefinitionFiles() {}

  static Pipeline read(Path file) throws InvalidDefinitionException {
    try {
      return PipelineReader.parse(file, Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      throw unreadable(file, "no such file");
    } catch (IOException | OutOfMemoryError unreadable) {
      throw unreadable(
          file,
          Files.isDirectory(file)
              ? "a directory"
              : "a file that cannot be read (%s)".formatted(unreadable.getClass().getSimpleName()));
    }
  }

  private static InvalidDefinitionException unreadable(Path file, String found) {
    return new InvalidDefinitionException(
        List.of(new Problem(file, 1, found, "a pipeline definition (YAML)")));
  }

  /** The definitions of a folder's {@code *.yaml} and {@code *.yml} files, or of the one file. */
  static List<Pipeline> readAll(Path fileOrFolder) throws InvalidDefinitionException {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(read(fileOrFolder));
    }
    Folder folder = readFolder(fileOrFolder);
    if (!folder.problems().isEmpty()) {
      throw new InvalidDefinitionException(folder.problems());
    }
    return List.copyOf(folder.pipelines().values());
  }

  /**
   * What is in a folder of definitions.
   *
   * @param pipelines those that are valid by themselves, by file
   * @param problems of the files, and between them
   */
  record Folder(Map<Path, Pipeline> pipelines, List<Problem> problems) {}

  /**
   * Reads all files, whatever is wrong with some of them.
   *
   * @throws InvalidDefinitionException when there is none, or the folder cannot be read
   */
  static Folder readFolder(Path folder) throws InvalidDefinitionException {
    List<Problem> problems = new ArrayList<>();
    Map<Path, Pipeline> pipelines = new LinkedHashMap<>();
    Map<String, Path> taken = new HashMap<>();
    for (Path file : definitionsIn(folder)) {
      try {
        Pipeline pipeline = read(file);
        pipelines.put(file, pipeline);
        uniquesOf(pipeline)
            .forEach(
                (unique, inWords) -> {
                  Path earlier = taken.putIfAbsent(unique, file);
                  if (earlier != null && !earlier.equals(file)) {
                    String what = "%s, which %s has too".formatted(inWords, earlier);
                    problems.add(new Problem(file, 1, what, "another in each file"));
                  }
                });
      } catch (InvalidDefinitionException invalid) {
        problems.addAll(invalid.problems());
      }
    }
    if (problems.isEmpty() && pipelines.isEmpty()) {
      throw unreadable(folder, "a folder without .yaml files");
    }
    return new Folder(pipelines, problems);
  }

  /** What no other definition may have, and how a message calls it. */
  private static Map<String, String> uniquesOf(Pipeline pipeline) {
    Map<String, String> uniques = new LinkedHashMap<>();
    uniques.put("name " + pipeline.name(), "the name '%s'".formatted(pipeline.name()));
    for (String topic : pipeline.topic().names()) {
      // To Kafka, names that differ only in dots and underscores are one too many.
      uniques.put("topic " + topic.replace('.', '_'), "the topic '%s'".formatted(topic));
    }
    for (Table table : pipeline.tables()) {
      String name = table.fullName();
      uniques.put("table " + name, "the table '%s'".formatted(name));
    }
    uniques.put("dag " + pipeline.dag().id(), "the DAG '%s'".formatted(pipeline.dag().id()));
    return uniques;
  }

  private static List<Path> definitionsIn(Path folder) throws InvalidDefinitionException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw unreadable(folder, "a folder that cannot be read");
    }
  }
}
