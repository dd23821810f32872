package io.tributary.model.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/** JSON Pointers as a definition writes them, checked more strictly than Jackson does. */
public final class Pointers {
  private static final int LONGEST = 1_000;

  private Pointers() {}

  public static Optional<JsonPointer> parse(String text) {
    boolean wellFormed =
        text.length() <= LONGEST
            && (text.isEmpty() || text.startsWith("/"))
            && text.replace("~0", "").replace("~1", "").indexOf('~') < 0;
    return wellFormed ? Optional.of(JsonPointer.compile(text)) : Optional.empty();
  }

  /** Whether {@code inner} is {@code outer} or a place within it. */
  public static boolean isWithin(JsonPointer inner, JsonPointer outer) {
    return inner.toString().equals(outer.toString()) || inner.toString().startsWith(outer + "/");
  }
}
