package io.tributary.console.web;

import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of a request's query. */
public final class RequestValues {
  private RequestValues() {}

  /**
   * A whole number.
   *
   * @param fallback where the query does not have it
   * @throws ProblemException with status 400 when it is no number from {@code min} to {@code max}
   */
  public static int number(Context request, String name, int fallback, int min, int max) {
    @Nullable String text = request.queryParam(name);
    if (text == null || text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // told below
    }
    throw ProblemException.badRequest(
        String.format(Locale.ROOT, "%s has to be a whole number from %d to %d.", name, min, max));
  }
}
