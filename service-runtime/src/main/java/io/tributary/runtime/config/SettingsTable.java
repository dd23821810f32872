package io.tributary.runtime.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service's settings as the table that {@code docs/configuration.md} holds of them. */
public final class SettingsTable {
  private static final String HEAD = "| variable | type | default | meaning |\n|---|---|---|---|\n";

  private SettingsTable() {}

  /** The table in Markdown, a row per setting in the given order. */
  public static String markdown(List<Setting<?>> settings) {
    return settings.stream().map(SettingsTable::row).collect(Collectors.joining("", HEAD, ""));
  }

  /**
   * The page with this table below the heading of {@code service}, instead of the one there.
   *
   * @throws IllegalArgumentException when the page has no such heading with a table
   */
  public static String updated(String page, String service, List<Setting<?>> settings) {
    Matcher section =
        Pattern.compile("(## " + Pattern.quote(service) + "\\n\\n)(\\|[^\\n]*\\n)+").matcher(page);
    if (!section.find()) {
      throw new IllegalArgumentException("the page has no table below ## " + service);
    }
    return page.substring(0, section.end(1)) + markdown(settings) + page.substring(section.end());
  }

  private static String row(Setting<?> setting) {
    String fallback =
        setting.fallback().map(text -> text.isEmpty() ? "" : "`" + text + "`").orElse("required");
    return "| `%s`%s | %s | %s | %s |\n"
        .formatted(
            setting.name(),
            setting.secret() ? " or `%s`".formatted(setting.fileName()) : "",
            setting.secret() ? setting.type() + ", or a file that holds it" : setting.type(),
            fallback,
            setting.meaning());
  }
}
