package io.tributary.model.definition;

import io.tributary.model.yaml.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes each definition of a folder as {@link NormalizedJson}: {@code users.yaml} becomes {@code
 * users.yaml.json}. One with problems becomes {@code users.yaml.problems}, a text with a line for
 * each, and the others are written all the same. It runs while the image of Airflow is built.
 */
public final class NormalizeDefinitions {
  private NormalizeDefinitions() {}

  /**
   * @param folders the definitions', and the one to write to
   */
  public static void main(String[] folders) throws IOException, InvalidDefinitionException {
    if (folders.length != 2) {
      System.err.println("usage: NormalizeDefinitions DEFINITIONS OUTPUT");
      System.exit(2);
    }
    write(Path.of(folders[0]), Path.of(folders[1]));
  }

  /**
   * @throws InvalidDefinitionException when the folder has no definition
   */
  static void write(Path definitions, Path output) throws IOException, InvalidDefinitionException {
    DefinitionFiles.Folder folder = DefinitionFiles.readFolder(definitions);
    Files.createDirectories(output);
    Map<Path, List<Problem>> problems =
        folder.problems().stream()
            .collect(Collectors.groupingBy(Problem::file, TreeMap::new, Collectors.toList()));
    for (Map.Entry<Path, List<Problem>> invalid : problems.entrySet()) {
      String text =
          invalid.getValue().stream()
              .map(problem -> problem.toString().replace(definitions + File.separator, ""))
              .collect(Collectors.joining("\n", "", "\n"));
      System.err.print(text);
      Files.writeString(output.resolve(invalid.getKey().getFileName() + ".problems"), text);
    }
    for (Map.Entry<Path, Pipeline> valid : folder.pipelines().entrySet()) {
      if (!problems.containsKey(valid.getKey())) {
        Files.writeString(
            output.resolve(valid.getKey().getFileName() + ".json"),
            NormalizedJson.of(valid.getValue()) + "\n");
      }
    }
  }
}
