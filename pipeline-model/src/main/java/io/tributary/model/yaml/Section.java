package io.tributary.model.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.text.Quoted;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a definition. Each getter reports what is wrong with its key's value and then
 * gives nothing, so that reading goes on; {@link #end} reports the keys that nobody asked for.
 */
public final class Section {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private final String name;
  private final int line;
  private final Problems problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> keyLines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** A section that is not there or no mapping: every getter gives nothing and reports nothing. */
  private final boolean absent;

  public Section(String name, MappingNode node, Problems problems) {
    this.name = name;
    this.line = YamlDocument.lineOf(node.getStartMark());
    this.problems = problems;
    this.absent = false;
    for (NodeTuple entry : node.getValue()) {
      int keyLine = YamlDocument.lineOf(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(keyLine, "a list or mapping as a key", "a word");
      } else if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
        problems.add(keyLine, Quoted.quote(key.getValue()) + " a second time", "each key once");
      } else {
        keyLines.put(key.getValue(), keyLine);
      }
    }
  }

  private Section(String name, int line, Problems problems) {
    this.name = name;
    this.line = line;
    this.problems = problems;
    this.absent = true;
  }

  public int line() {
    return line;
  }

  /** The line of the key, or of the section when the key is not there. */
  public int lineOf(String key) {
    return keyLines.getOrDefault(key, line);
  }

  public boolean has(String key) {
    known.add(key);
    Node node = values.get(key);
    return node != null && !isNull(node);
  }

  public void problem(String key, String found, String expected) {
    problems.add(lineOf(key), found, expected);
  }

  /** The value of {@code key}, which must be there. */
  public Optional<String> required(String key, String expected) {
    if (!absent && !has(key)) {
      reportMissing(key, expected);
    }
    return text(key, expected);
  }

  private void reportMissing(String key, String expected) {
    String found = values.containsKey(key) ? "nothing as '%s'" : "no '%s'";
    problems.add(lineOf(key), found.formatted(key) + " in " + name, expected);
  }

  public Optional<String> text(String key, String expected) {
    return has(key) ? scalar(key, values.get(key), expected) : Optional.empty();
  }

  /** As {@link #text}, but a bare {@code null} is that word and not nothing. */
  public Optional<String> word(String key, String expected) {
    known.add(key);
    return values.containsKey(key) ? scalar(key, values.get(key), expected) : Optional.empty();
  }

  private Optional<String> scalar(String key, @Nullable Node node, String expected) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    if (node != null) {
      problems.add(
          YamlDocument.lineOf(node.getStartMark()), kind(node) + " as '" + key + "'", expected);
    }
    return Optional.empty();
  }

  /** A text that {@code form} matches; {@code expected} says in words what that is. */
  public Optional<String> matching(String key, boolean required, Pattern form, String expected) {
    Optional<String> text = required ? required(key, expected) : text(key, expected);
    if (text.isPresent() && !form.matcher(text.get()).matches()) {
      problem(key, Quoted.quote(text.get()), expected);
      return Optional.empty();
    }
    return text;
  }

  public Optional<Integer> integer(String key, boolean required, int min, int max) {
    String expected = String.format(Locale.ROOT, "a whole number from %d to %d", min, max);
    Optional<String> text = required ? required(key, expected) : text(key, expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (WHOLE_NUMBER.matcher(text.get()).matches()) {
      long value = Long.parseLong(text.get());
      if (value >= min && value <= max) {
        return Optional.of((int) value);
      }
    }
    problem(key, Quoted.quote(text.get()), expected);
    return Optional.empty();
  }

  /** A whole number, or {@code fallback} where the key is not there. */
  public Optional<Integer> integerOr(String key, int min, int max, int fallback) {
    return has(key) ? integer(key, false, min, max) : Optional.of(fallback);
  }

  public Optional<BigDecimal> number(String key) {
    Optional<String> text = matching(key, false, NUMBER, "a number such as 5 or -0.5");
    return text.map(BigDecimal::new);
  }

  public boolean flag(String key) {
    Optional<String> text = text(key, "true or false");
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      problem(key, Quoted.quote(text.get()), "true or false");
    }
    return text.isPresent() && text.get().equals("true");
  }

  public Optional<Duration> duration(String key) {
    String expected = "a duration such as 500ms, 30s, 5m, 2h, 1d";
    Optional<String> text = required(key, expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher form = DURATION.matcher(text.get());
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      problem(key, Quoted.quote(text.get()), expected);
      return Optional.empty();
    }
    long amount = Long.parseLong(form.group(1));
    return Optional.of(
        switch (form.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  public Optional<JsonPointer> pointer(String key, boolean required) {
    String expected = "a JSON Pointer such as /results";
    Optional<String> text = required ? required(key, expected) : text(key, expected);
    return text.flatMap(written -> pointer(new Located<>(written, lineOf(key))));
  }

  /** The pointer that {@code written} is; when it is none, that is reported. */
  public Optional<JsonPointer> pointer(Located<String> written) {
    Optional<JsonPointer> pointer = Pointers.parse(written.value());
    if (pointer.isEmpty()) {
      problems.add(
          written.line(),
          Quoted.quote(written.value()),
          "a JSON Pointer: empty, or '/' before each name (~1 for '/', ~0 for '~' in a name)");
    }
    return pointer;
  }

  /** Whether there is a list under {@code key}. */
  public boolean isList(String key) {
    return has(key) && values.get(key) instanceof SequenceNode;
  }

  /** The texts listed under {@code key}; empty when it is not there. */
  public List<Located<String>> texts(String key, String expected) {
    List<Located<String>> texts = new ArrayList<>();
    for (Node item : items(key, expected)) {
      int itemLine = YamlDocument.lineOf(item.getStartMark());
      if (isNull(item)) {
        problems.add(itemLine, "nothing in '" + key + "'", expected);
      } else {
        scalar(key, item, expected).ifPresent(text -> texts.add(new Located<>(text, itemLine)));
      }
    }
    return texts;
  }

  /** The mappings listed under {@code key}, each named {@code itemName}. */
  public List<Section> sections(String key, String itemName, String expected) {
    if (!absent && !has(key)) {
      reportMissing(key, expected);
    }
    List<Section> sections = new ArrayList<>();
    for (Node item : items(key, expected)) {
      if (item instanceof MappingNode mapping) {
        sections.add(new Section(itemName, mapping, problems));
      } else {
        problems.add(YamlDocument.lineOf(item.getStartMark()), kind(item), expected);
      }
    }
    return sections;
  }

  private List<Node> items(String key, String expected) {
    if (!has(key)) {
      return List.of();
    }
    Node node = values.get(key);
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (node != null) {
      problem(key, kind(node) + " as '" + key + "'", expected);
    }
    return List.of();
  }

  /** The names and texts of a free mapping; empty when it is not there. */
  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    if (!has(key)) {
      return map;
    }
    if (!(values.get(key) instanceof MappingNode mapping)) {
      problem(key, "no mapping as '" + key + "'", "names and values");
      return map;
    }
    Section free = new Section(key, mapping, problems);
    for (String entry : free.values.keySet()) {
      free.required(entry, "a text or a number").ifPresent(text -> map.put(entry, text));
    }
    return map;
  }

  /** The names of a free mapping with the text of each, or its list of texts. */
  public Map<String, List<String>> lists(String key) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    String expected = "a text, a number or a list of them";
    if (has(key) && !(values.get(key) instanceof MappingNode)) {
      problem(key, "no mapping as '" + key + "'", "names and values");
      return lists;
    }
    Optional<Section> free = optionalSection(key);
    for (String entry : free.map(section -> section.values.keySet()).orElse(Set.of())) {
      if (free.orElseThrow().values.get(entry) instanceof SequenceNode) {
        List<Located<String>> texts = free.orElseThrow().texts(entry, expected);
        lists.put(entry, texts.stream().map(Located::value).toList());
      } else {
        Optional<String> text = free.orElseThrow().required(entry, expected);
        text.ifPresent(value -> lists.put(entry, List.of(value)));
      }
    }
    return lists;
  }

  /** All that is under {@code key}, as JSON; empty when it is not there. */
  public Optional<JsonNode> tree(String key) {
    Node node = has(key) ? values.get(key) : null;
    return node == null ? Optional.empty() : YamlJson.of(node, problems);
  }

  /** The mapping under {@code key}, which must be there. */
  public Section section(String key) {
    if (!absent && !has(key)) {
      reportMissing(key, "a mapping");
    }
    return optionalSection(key).orElseGet(() -> new Section(key, lineOf(key), problems));
  }

  public Optional<Section> optionalSection(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    Node node = values.get(key);
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Section(key, mapping, problems));
    }
    if (node != null) {
      problem(key, kind(node) + " as '" + key + "'", "a mapping");
    }
    return Optional.empty();
  }

  /** Reports the keys that were not asked for. */
  public void end() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        String meant =
            Nearest.to(key, known)
                .map("'%s' (did you mean it?)"::formatted)
                .orElseGet(() -> "one of " + String.join(", ", known));
        problem(key, "the unknown key %s in %s".formatted(Quoted.quote(key), name), meant);
      }
    }
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && scalar.getTag().equals(Tag.NULL);
  }

  private static String kind(Node node) {
    return switch (node.getNodeId()) {
      case mapping -> "a mapping";
      case sequence -> "a list";
      default -> Quoted.quote(((ScalarNode) node).getValue());
    };
  }
}
