package io.tributary.init;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How often the rows of a keyspace are kept.
 *
 * @param options as CQL's map has them, the class first and without its Java package
 */
public record Replication(Map<String, String> options) {
  private static final String CLASS = "class";
  private static final String STRATEGIES = "org.apache.cassandra.locator.";
  private static final Pattern FACTOR = Pattern.compile("[1-9]\\d{0,3}");
  private static final Pattern IN_DATACENTER =
      Pattern.compile("\\s*([A-Za-z0-9_.-]+)\\s*:\\s*([1-9]\\d{0,3})\\s*");

  public Replication {
    Map<String, String> ordered = new LinkedHashMap<>();
    String strategy = options.getOrDefault(CLASS, "");
    ordered.put(
        CLASS,
        strategy.startsWith(STRATEGIES) ? strategy.substring(STRATEGIES.length()) : strategy);
    new TreeMap<>(options).forEach(ordered::putIfAbsent);
    options = Collections.unmodifiableMap(ordered);
  }

  /**
   * Reads {@code 3} (in one data centre) or {@code dc1:3,dc2:2}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static Replication parse(String text) {
    String trimmed = text.trim();
    if (FACTOR.matcher(trimmed).matches()) {
      return new Replication(Map.of(CLASS, "SimpleStrategy", "replication_factor", trimmed));
    }
    Map<String, String> options = new LinkedHashMap<>();
    options.put(CLASS, "NetworkTopologyStrategy");
    for (String part : trimmed.split(",", -1)) {
      Matcher form = IN_DATACENTER.matcher(part);
      if (!form.matches() || options.put(form.group(1), form.group(2)) != null) {
        throw new IllegalArgumentException(
            "'%s' is no replication, expected a number like 1, or one for each data centre like dc1:3,dc2:2"
                .formatted(text));
      }
    }
    return new Replication(options);
  }

  @Override
  public String toString() {
    return options.entrySet().stream()
        .map(option -> option.getKey() + ": " + option.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
