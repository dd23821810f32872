package io.tributary.model.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.text.Quoted;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What YAML means as JSON: a number as JSON writes them, {@code true}, {@code false} and {@code
 * null} without quotes are these; all else is text.
 */
final class YamlJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,39})(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private static final JsonNodeFactory JSON = new JsonNodeFactory(true);

  private YamlJson() {}

  /** Nothing when a part of {@code node} has none, which is reported. */
  static Optional<JsonNode> of(Node node, Problems problems) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar(scalar));
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        Optional<JsonNode> value = of(item, problems);
        value.ifPresent(array::add);
        if (value.isEmpty()) {
          return Optional.empty();
        }
      }
      return Optional.of(array);
    }
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : ((MappingNode) node).getValue()) {
      int line = YamlDocument.lineOf(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(line, "a list or mapping as a key", "a word");
        return Optional.empty();
      }
      if (object.has(key.getValue())) {
        problems.add(line, Quoted.quote(key.getValue()) + " a second time", "each key once");
        return Optional.empty();
      }
      Optional<JsonNode> value = of(entry.getValueNode(), problems);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      object.set(key.getValue(), value.get());
    }
    return Optional.of(object);
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return JSON.textNode(text);
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (text.equals("true") || text.equals("false")) {
      return JSON.booleanNode(text.equals("true"));
    }
    return NUMBER.matcher(text).matches()
        ? JSON.numberNode(new BigDecimal(text))
        : JSON.textNode(text);
  }
}
