package io.tributary.runtime.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One environment variable that a service reads.
 *
 * @param type the type's word in the documentation
 * @param fallback the text that stands for the variable when it is not set; none makes it required
 * @param secret whether its value must never be printed
 */
public record Setting<T>(
    String name,
    String type,
    Optional<String> fallback,
    String meaning,
    boolean secret,
    Function<String, T> parser) {

  /** The variable that names a file with the value, of those that are secret. */
  public String fileName() {
    return name + "_FILE";
  }

  public static Setting<String> text(String name, String fallback, String meaning) {
    return new Setting<>(name, "text", Optional.of(fallback), meaning, false, text -> text);
  }

  /** A text that is never printed. A file may hold it as well, whose path {@link #fileName} has. */
  public static Setting<String> secret(String name, String fallback, String meaning) {
    return new Setting<>(name, "secret text", Optional.of(fallback), meaning, true, text -> text);
  }

  /** A whole number from {@code min} to {@code max}, both inclusive. */
  public static Setting<Integer> integer(
      String name, int fallback, int min, int max, String meaning) {
    return new Setting<>(
        name,
        String.format(
            Locale.ROOT, "whole number, %d to %s", min, max == Integer.MAX_VALUE ? "any" : max),
        Optional.of(Integer.toString(fallback)),
        meaning,
        false,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        });
  }

  public static Setting<Boolean> flag(String name, boolean fallback, String meaning) {
    return new Setting<>(
        name,
        "true or false",
        Optional.of(Boolean.toString(fallback)),
        meaning,
        false,
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
          }
          return text.equals("true");
        });
  }

  /** A duration such as {@code 200ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 30d}. */
  public static Setting<Duration> duration(String name, String fallback, String meaning) {
    return new Setting<>(
        name,
        "duration (200ms, 30s, 5m, 2h, 30d)",
        Optional.of(fallback),
        meaning,
        false,
        Durations::parse);
  }

  public static Setting<Path> path(String name, String fallback, String meaning) {
    return new Setting<>(name, "path", Optional.of(fallback), meaning, false, Path::of);
  }

  /** The path of a file, or nothing. */
  public static Setting<Optional<Path>> file(String name, String meaning) {
    return new Setting<>(
        name,
        "path of a file",
        Optional.of(""),
        meaning,
        false,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));
  }

  /** An absolute URL with a host, of the schemes http and https. */
  public static Setting<URI> url(String name, String fallback, String meaning) {
    return new Setting<>(
        name,
        "URL (http://… or https://…)",
        Optional.of(fallback),
        meaning,
        false,
        text -> {
          URI url = URI.create(text);
          boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
          if (!web || url.getHost() == null) {
            throw new IllegalArgumentException("neither http nor https");
          }
          return url;
        });
  }

  /** The same, or nothing. */
  public static Setting<Optional<URI>> optionalUrl(String name, String meaning) {
    Setting<URI> url = url(name, "", meaning);
    return new Setting<>(
        name,
        url.type(),
        Optional.of(""),
        meaning,
        false,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(url.parser().apply(text)));
  }

  /** Texts separated by commas; at least one. */
  public static Setting<List<String>> list(String name, String fallback, String meaning) {
    return new Setting<>(
        name,
        "list, separated by commas",
        Optional.of(fallback),
        meaning,
        false,
        text -> {
          List<String> items =
              Arrays.stream(text.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
          if (items.isEmpty()) {
            throw new IllegalArgumentException("empty");
          }
          return items;
        });
  }

  /** One of an enum's constants, written with hyphens or underscores; case does not matter. */
  public static <E extends Enum<E>> Setting<E> choice(
      String name, Class<E> type, E fallback, String meaning) {
    return choice(name, List.of(type.getEnumConstants()), fallback, meaning);
  }

  /** The same, of these constants only. */
  public static <E extends Enum<E>> Setting<E> choice(
      String name, List<E> constants, E fallback, String meaning) {
    return new Setting<>(
        name,
        constants.stream().map(Setting::word).collect(Collectors.joining(" or ")),
        Optional.of(word(fallback)),
        meaning,
        false,
        text ->
            constants.stream()
                .filter(constant -> word(constant).equalsIgnoreCase(text.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not one of them")));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
