package io.tributary.stack;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.yaml.snakeyaml.Yaml;

/**
 * A copy of a definition with names of its own for pipeline, topic and keyspace, so that no test
 * meets another's records.
 *
 * @param name the copy's name; its topic is {@code t_<name>}, its keyspace {@code k_<name>}
 * @param file where the copy is, alone in its folder
 * @param folder a new folder for whatever else the test needs
 */
public record FreshPipeline(String name, Path file, Path folder) {

  public static FreshPipeline of(Path definition) throws IOException {
    String mark = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt(1 << 24), 6);
    Map<String, Object> copy = new Yaml().load(Files.readString(definition));
    String name = copy.get("name") + "_" + mark;
    copy.put("name", name);
    section(copy, "topic").put("name", "t_" + name);
    mainTable(copy).put("keyspace", "k_" + name);
    if (copy.containsKey("dag")) {
      section(copy, "dag").put("id", "d_" + name);
    }
    Path folder = TestFolder.create(name);
    Path file = Files.createDirectory(folder.resolve("pipelines")).resolve(name + ".yaml");
    Files.writeString(file, new Yaml().dump(copy));
    return new FreshPipeline(name, file, folder);
  }

  /** The copy, as services see it. */
  public Pipeline definition() throws InvalidDefinitionException {
    return Pipeline.load(file);
  }

  @SuppressWarnings("unchecked") // a definition's tables are a list of maps
  private static Map<String, Object> mainTable(Map<String, Object> definition) {
    return definition.containsKey("tables")
        ? ((List<Map<String, Object>>) definition.get("tables")).get(0)
        : section(definition, "table");
  }

  @SuppressWarnings("unchecked") // a definition's sections are maps
  private static Map<String, Object> section(Map<String, Object> definition, String name) {
    return (Map<String, Object>) Objects.requireNonNull(definition.get(name), name);
  }
}
