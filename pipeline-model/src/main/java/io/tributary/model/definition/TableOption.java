package io.tributary.model.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one option of a table is set to when the table is created. */
public sealed interface TableOption {

  /** As CQL writes it. */
  String cql();

  /** A text or a number. */
  record Value(String text) implements TableOption {
    private static final Pattern UNQUOTED = Pattern.compile("-?\\d+(\\.\\d+)?|true|false");

    @Override
    public String cql() {
      return UNQUOTED.matcher(text).matches() ? text : quoted(text);
    }
  }

  /** Names and values. */
  record Entries(Map<String, String> entries) implements TableOption {

    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String cql() {
      return entries.entrySet().stream()
          .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
