package io.tributary.producer.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The readings that a source takes: one for every combination of the values of {@code for-each}, in
 * the definition's order, or one at all.
 */
final class Partitions {
  private Partitions() {}

  /** The values of each reading, by their names. */
  static List<Map<String, String>> of(Map<String, List<String>> forEach) {
    List<Map<String, String>> partitions = List.of(Map.of());
    for (Map.Entry<String, List<String>> name : forEach.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> partition : partitions) {
        for (String value : name.getValue()) {
          Map<String, String> with = new LinkedHashMap<>(partition);
          with.put(name.getKey(), value);
          longer.add(with);
        }
      }
      partitions = longer;
    }
    return partitions;
  }

  /** A reading in a message: {@code symbol=BTC, unit=day}. */
  static String shown(Map<String, String> partition) {
    return new TreeMap<>(partition)
        .entrySet().stream()
            .map(value -> value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining(", "));
  }
}
