package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with answers of randomuser.me, where the folder TRIBUTARY_SAMPLES has them. */
class ShapeTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3", "1.4"})
  void answer_hasTheShapeOfARealOne(String version) throws Exception {
    String samples = System.getenv().getOrDefault("TRIBUTARY_SAMPLES", "");
    assumeThat(samples).as("TRIBUTARY_SAMPLES").isNotEmpty();
    Path folder = Path.of(samples);
    Path sample = folder.resolve("randomuser-v%s-300.json".formatted(version));
    if (!Files.exists(sample)) {
      sample = folder.resolve("randomuser").resolve(sample.getFileName());
    }
    try (SimulatorServer server = new SimulatorServer(SimulatorConfig.defaults())) {
      server.start();
      JsonNode real = Client.JSON.readTree(Files.readString(sample));
      JsonNode ours = new Client(server.url()).json(version + "/?seed=shape&results=3000");
      assertThat(shape(ours)).isEqualTo(shape(real));
    }
  }

  /** For every path: the kinds of values there, and for objects the order of their members. */
  private static Map<String, Set<String>> shape(JsonNode root) {
    Map<String, Set<String>> shape = new TreeMap<>();
    collect("", root, shape);
    return shape;
  }

  private static void collect(String path, JsonNode node, Map<String, Set<String>> shape) {
    List<String> members = new ArrayList<>();
    node.fieldNames().forEachRemaining(members::add);
    String kind =
        node.isObject()
            ? "object " + members
            : node.isNumber()
                ? "number, whole: " + node.isIntegralNumber()
                : node.getNodeType().name();
    shape.computeIfAbsent(path, first -> new TreeSet<>()).add(kind);
    members.forEach(member -> collect(path + "/" + member, node.get(member), shape));
    if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, shape));
    }
  }
}
