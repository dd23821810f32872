package io.tributary.producer.proposal;

import io.tributary.model.definition.CqlNames;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of columns after those of members: in snake case, no reserved words, each once. */
final class ColumnNames {
  private static final int LONGEST = 60;

  private final Set<String> taken = new HashSet<>();

  /** A name for the member at a path. */
  String of(List<String> path) {
    String name = snake(String.join("_", path));
    name = name.isEmpty() ? "field" : name;
    name = Character.isDigit(name.charAt(0)) ? "n" + name : name;
    name = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    name = CqlNames.isReserved(name) ? name + "_" : name;
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + "_" + i;
    }
    return unique;
  }

  /** Lower-case letters, digits and single underscores; accents are left out. */
  static String snake(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_+|_+$", "");
  }
}
