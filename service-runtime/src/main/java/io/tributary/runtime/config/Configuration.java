package io.tributary.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values of a service's settings, read once at start. */
public final class Configuration {
  private static final String HIDDEN = "***";
  private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("(://)[^/@\\s]*@");
  private static final Pattern QUERY_OF_URL = Pattern.compile("(://[^?\\s]*\\?)\\S+");

  private record Read(Object value, String text, boolean given) {}

  private final Map<Setting<?>, Read> values;

  private Configuration(Map<Setting<?>, Read> values) {
    this.values = values;
  }

  /**
   * Reads every setting from {@code environment}. A variable that is set to nothing counts as not
   * set. One that looks like a misspelt setting is a problem: what it says would be ignored
   * otherwise, and nobody would notice.
   *
   * @throws InvalidConfigurationException with every problem, when there is one
   */
  public static Configuration read(Map<String, String> environment, List<Setting<?>> settings)
      throws InvalidConfigurationException {
    Map<Setting<?>, Read> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Setting<?> setting : settings) {
      String given;
      try {
        given = given(environment, setting);
      } catch (IllegalArgumentException unusable) {
        problems.add(unusable.getMessage());
        continue;
      }
      if (given.isEmpty() && setting.fallback().isEmpty()) {
        problems.add(
            "%s is not set (%s: %s)".formatted(setting.name(), setting.type(), setting.meaning()));
        continue;
      }
      String text = given.isEmpty() ? setting.fallback().orElseThrow() : given;
      try {
        values.put(setting, new Read(setting.parser().apply(text), text, !given.isEmpty()));
      } catch (IllegalArgumentException notOfTheType) {
        String found = setting.secret() ? "malformed" : "'" + redacted(given) + "'";
        problems.add("%s is %s, expected %s".formatted(setting.name(), found, setting.type()));
      }
    }
    problems.addAll(misspelt(environment, settings));
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return new Configuration(values);
  }

  private static String given(Map<String, String> environment, Setting<?> setting) {
    String given = environment.getOrDefault(setting.name(), "").trim();
    String file = environment.getOrDefault(setting.fileName(), "").trim();
    if (!setting.secret() || file.isEmpty()) {
      return given;
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s are both set: keep one of them".formatted(setting.name(), setting.fileName()));
    }
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (text.isEmpty()) {
        throw new IllegalArgumentException(
            "%s names %s, which is empty".formatted(setting.fileName(), file));
      }
      return text;
    } catch (IOException | InvalidPathException unreadable) {
      throw new IllegalArgumentException(
          "%s names %s, which cannot be read (%s)"
              .formatted(setting.fileName(), file, unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }

  /** The value of one of the settings that were read. */
  @SuppressWarnings("unchecked") // read() put the parser's own result there
  public <T> T get(Setting<T> setting) {
    Read read = values.get(setting);
    if (read == null) {
      throw new IllegalArgumentException(setting.name() + " was not among the settings read");
    }
    return (T) read.value;
  }

  /** A line for each setting, for the log at start: secrets and credentials in URLs are hidden. */
  public String describe() {
    return values.keySet().stream().map(this::described).collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return values.keySet().stream().map(this::described).collect(Collectors.joining(", "));
  }

  private String described(Setting<?> setting) {
    @Nullable Read read = values.get(setting);
    if (read == null) {
      return setting.name();
    }
    String shown = setting.secret() && !read.text.isEmpty() ? HIDDEN : redacted(read.text);
    return "%s=%s%s".formatted(setting.name(), shown, read.given ? "" : " (default)");
  }

  private static String redacted(String text) {
    String anonymous = CREDENTIALS_IN_URL.matcher(text).replaceAll("$1" + HIDDEN + "@");
    return QUERY_OF_URL.matcher(anonymous).replaceAll("$1" + HIDDEN);
  }

  private static List<String> misspelt(Map<String, String> environment, List<Setting<?>> settings) {
    List<String> known = settings.stream().flatMap(Configuration::names).toList();
    List<String> missing =
        settings.stream()
            .filter(
                setting ->
                    names(setting).allMatch(name -> environment.getOrDefault(name, "").isBlank()))
            .flatMap(Configuration::names)
            .toList();
    List<String> problems = new ArrayList<>();
    for (String variable : new TreeSet<>(environment.keySet())) {
      if (!known.contains(variable)) {
        Spelling.nearest(variable, missing)
            .ifPresent(
                name ->
                    problems.add(
                        "%s is not a setting, did you mean %s?".formatted(variable, name)));
      }
    }
    return problems;
  }

  private static Stream<String> names(Setting<?> setting) {
    return setting.secret()
        ? Stream.of(setting.name(), setting.fileName())
        : Stream.of(setting.name());
  }
}
