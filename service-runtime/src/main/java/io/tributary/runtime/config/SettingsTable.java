package io.tributary.runtime.config;

import java.util.List;
import java.util.stream.Collectors;

/** A service's settings as the table that {@code docs/configuration.md} holds of them. */
public final class SettingsTable {
  private static final String HEAD = "| variable | type | default | meaning |\n|---|---|---|---|\n";

  private SettingsTable() {}

  /** The table in Markdown, a row per setting in the given order. */
  public static String markdown(List<Setting<?>> settings) {
    return settings.stream().map(SettingsTable::row).collect(Collectors.joining("", HEAD, ""));
  }

  private static String row(Setting<?> setting) {
    String fallback =
        setting.fallback().map(text -> text.isEmpty() ? "" : "`" + text + "`").orElse("required");
    return "| `%s` | %s | %s | %s |\n"
        .formatted(setting.name(), setting.type(), fallback, setting.meaning());
  }
}
