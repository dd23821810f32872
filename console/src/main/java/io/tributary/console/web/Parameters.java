package io.tributary.console.web;

import io.javalin.http.Context;
import io.tributary.model.text.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in a request's query. Each is given once at most; one that a route does not know
 * is refused, as it is a misspelled one. Whatever is wrong gives a {@link ProblemException} with
 * status 400.
 */
public final class Parameters {
  private static final int LONGEST = 8_192;

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  /** Those of a request to a route that knows these names. */
  public static Parameters of(Context request, String... known) {
    return of(request.queryParamMap(), Arrays.asList(known));
  }

  /** The same of a query that is read already. */
  public static Parameters of(Map<String, List<String>> query, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    query.forEach(
        (name, given) -> {
          if (!known.contains(name)) {
            throw ProblemException.badRequest(
                known.isEmpty()
                    ? "There is no parameter %s: this takes none.".formatted(Quoted.quote(name))
                    : "There is no parameter %s: this takes %s."
                        .formatted(Quoted.quote(name), String.join(", ", known)));
          }
          if (given.size() != 1) {
            throw ProblemException.badRequest("The parameter %s is given twice.".formatted(name));
          }
          if (given.get(0).length() > LONGEST) {
            throw ProblemException.badRequest(
                String.format(
                    Locale.ROOT, "The parameter %s has more than %,d characters.", name, LONGEST));
          }
          values.put(name, given.get(0));
        });
    return new Parameters(values);
  }

  /** A value as it is given, which may be empty. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number within these bounds; {@code otherwise} when it is not given. */
  public int number(String name, int otherwise, int least, int most) {
    return (int) longNumber(name, otherwise, least, most);
  }

  /** The same for a large one. */
  public long longNumber(String name, long otherwise, long least, long most) {
    @Nullable String given = values.get(name);
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
    @Nullable String given = values.get(name);
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
    @Nullable String given = values.get(name);
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
    @Nullable String given = values.get(name);
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
