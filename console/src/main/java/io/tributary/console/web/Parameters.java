package io.tributary.console.web;

import io.javalin.http.Context;
import io.tributary.model.text.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in a request's query. One that a route does not know is refused, as it is a
 * misspelled one, and so is a second value where one is expected. Whatever is wrong gives a {@link
 * ProblemException} with status 400.
 */
public final class Parameters {
  private static final int LONGEST = 8_192;

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Those of a request to a route that knows these names. */
  public static Parameters of(Context request, String... known) {
    return of(request.queryParamMap(), List.of(known));
  }

  /** The same of a query that is read already. */
  public static Parameters of(Map<String, List<String>> query, List<String> known) {
    query.forEach((name, given) -> check(name, given, known));
    return new Parameters(Map.copyOf(query));
  }

  private static void check(String name, List<String> given, List<String> known) {
    if (!known.contains(name)) {
      throw ProblemException.badRequest(
          known.isEmpty()
              ? "There is no parameter %s: this takes none.".formatted(Quoted.quote(name))
              : "There is no parameter %s: this takes %s."
                  .formatted(Quoted.quote(name), String.join(", ", known)));
    }
    if (given.stream().anyMatch(value -> value.length() > LONGEST)) {
      throw ProblemException.badRequest(
          String.format(
              Locale.ROOT, "The parameter %s has more than %,d characters.", name, LONGEST));
    }
  }

  /** All values of a parameter that may be given several times, in their order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  private @Nullable String single(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw ProblemException.badRequest("The parameter %s is given twice.".formatted(name));
    }
    return given.isEmpty() ? null : given.get(0);
  }

  /** A value as it is given, which may be empty. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(single(name));
  }

  /** A whole number within these bounds; {@code otherwise} when it is not given. */
  public int number(String name, int otherwise, int least, int most) {
    return (int) longNumber(name, otherwise, least, most);
  }

  /** The same for a large one. */
  public long longNumber(String name, long otherwise, long least, long most) {
    @Nullable String given = single(name);
    if (given == null) {
      return otherwise;
    }
    String expected = String.format(Locale.ROOT, "a whole number from %d to %d", least, most);
    if (!given.matches("-?[0-9]{1,19}")) {
      throw wrong(name, given, expected);
    }
    try {
      long number = Long.parseLong(given);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException large) {
      throw wrong(name, given, expected);
    }
    throw wrong(name, given, expected);
  }

  /** Whether a parameter is {@code true}; it may be {@code false}, or not given. */
  public boolean flag(String name) {
    @Nullable String given = single(name);
    if (given == null || given.equals("false")) {
      return false;
    }
    if (!given.equals("true")) {
      throw wrong(name, given, "true or false");
    }
    return true;
  }

  /** A time with its offset from UTC. */
  public Optional<Instant> time(String name) {
    @Nullable String given = single(name);
    if (given == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(given));
    } catch (DateTimeException malformed) {
      throw wrong(name, given, "a time such as 2026-11-29T18:00:00Z");
    }
  }

  /** One of some words. */
  public Optional<String> oneOf(String name, List<String> words) {
    @Nullable String given = single(name);
    if (given != null && !words.contains(given)) {
      throw wrong(name, given, "one of " + String.join(", ", words));
    }
    return Optional.ofNullable(given);
  }

  /** What to throw when a value cannot be used. */
  public static ProblemException wrong(String name, String given, String expected) {
    return ProblemException.badRequest(
        "The parameter %s is %s, expected %s.".formatted(name, Quoted.quote(given), expected));
  }
}
