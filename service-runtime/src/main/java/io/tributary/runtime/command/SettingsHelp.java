package io.tributary.runtime.command;

import io.tributary.runtime.config.Setting;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The part of a command's help that lists the environment variables it reads. */
final class SettingsHelp {
  private SettingsHelp() {}

  /** Adds it to a command and all below it. */
  static void addTo(CommandLine line) {
    List<Setting<?>> settings = Command.settings(line);
    if (!settings.isEmpty()) {
      line.getCommandSpec()
          .usageMessage()
          .footerHeading("%nEnvironment:%n")
          .footer(lines(settings));
    }
    line.getSubcommands().values().forEach(SettingsHelp::addTo);
  }

  private static String[] lines(List<Setting<?>> settings) {
    return settings.stream()
        .flatMap(setting -> Stream.of("  " + names(setting), wrapped(about(setting))))
        .map(text -> text.replace("%", "%%").replace("@|", "@ |"))
        .toArray(String[]::new);
  }

  private static String names(Setting<?> setting) {
    return setting.secret()
        ? "%s or %s".formatted(setting.name(), setting.fileName())
        : setting.name();
  }

  private static String about(Setting<?> setting) {
    String fallback =
        setting
            .fallback()
            .map(text -> text.isEmpty() || setting.secret() ? "" : ", default " + text)
            .orElse(", required");
    return "%s (%s%s)".formatted(setting.meaning(), setting.type(), fallback);
  }

  // picocli wraps a footer but does not indent the second line
  private static String wrapped(String text) {
    return text.replaceAll("(.{1,70})(?: +|$)", "      $1\n").stripTrailing();
  }
}
