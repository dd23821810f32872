package io.tributary.model.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON Pointers as a definition writes them, checked more strictly than Jackson does. */
public final class Pointers {
  private static final int LONGEST = 1_000;
  private static final Pattern FORM = Pattern.compile("(?:/(?:[^/~]|~[01])*+)*+", Pattern.DOTALL);

  private Pointers() {}

  public static Optional<JsonPointer> parse(String text) {
    boolean wellFormed = text.length() <= LONGEST && FORM.matcher(text).matches();
    return wellFormed ? Optional.of(JsonPointer.compile(text)) : Optional.empty();
  }

  /** Whether {@code inner} is {@code outer} or a place within it. */
  public static boolean isWithin(JsonPointer inner, JsonPointer outer) {
    return inner.toString().equals(outer.toString()) || inner.toString().startsWith(outer + "/");
  }
}
