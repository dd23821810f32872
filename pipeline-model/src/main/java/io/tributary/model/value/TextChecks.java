package io.tributary.model.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Checks;
import io.tributary.model.text.BoundedMatch;
import io.tributary.model.text.Quoted;
import io.tributary.model.text.Utf8;
import io.tributary.model.text.WhiteSpace;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks of a text field. */
public final class TextChecks {
  private final Checks checks;
  private final Set<String> oneOf;

  /** Whether the checks need the text as such, not only its bytes. */
  private final boolean readsText;

  public TextChecks(Checks checks) {
    this.checks = checks;
    this.oneOf = Set.copyOf(checks.oneOf());
    this.readsText = checks.pattern().isPresent() || !oneOf.isEmpty();
  }

  /** What is wrong with the text in valid UTF-8; null when nothing is. */
  public @Nullable String broken(byte[] in, int start, int stop, boolean ascii) {
    int bytes = stop - start;
    // Bytes bound the code points from above, and a quarter of them from below.
    if (bytes > checks.maxLength() || checks.minLength() > 0) {
      int length = ascii ? bytes : Utf8.codePoints(in, start, stop);
      if (length > checks.maxLength()) {
        return String.format(
            Locale.ROOT, "found %,d characters, expected at most %,d", length, checks.maxLength());
      }
      if (length < checks.minLength()) {
        return String.format(
            Locale.ROOT, "found %,d characters, expected at least %,d", length, checks.minLength());
      }
    }
    if (checks.email() && !isEmail(in, start, stop)) {
      return "found %s, expected an e-mail address".formatted(quote(in, start, stop));
    }
    return readsText ? broken(new String(in, start, bytes, UTF_8)) : null;
  }

  private @Nullable String broken(String text) {
    if (!oneOf.isEmpty() && !oneOf.contains(text)) {
      return "found %s, expected one of %s"
          .formatted(Quoted.quote(text), String.join(", ", checks.oneOf()));
    }
    if (checks.pattern().isPresent() && !BoundedMatch.matches(checks.pattern().get(), text)) {
      return "found %s, expected what %s matches"
          .formatted(Quoted.quote(text), checks.pattern().get());
    }
    return null;
  }

  /** Something, one @, something, no white space. */
  private static boolean isEmail(byte[] in, int start, int stop) {
    int at = -1;
    boolean isAscii = true;
    for (int i = start; i < stop; i++) {
      int c = in[i];
      if (c == '@') {
        if (at >= 0) {
          return false;
        }
        at = i;
      } else if (c < 0) {
        isAscii = false;
      } else if (WhiteSpace.is((char) c)) {
        return false;
      }
    }
    boolean hasForm = at > start && at < stop - 1;
    return hasForm && (isAscii || hasNoWhiteSpace(new String(in, start, stop - start, UTF_8)));
  }

  private static boolean hasNoWhiteSpace(String text) {
    return text.chars().noneMatch(c -> WhiteSpace.is((char) c));
  }

  private static String quote(byte[] in, int start, int stop) {
    // A text's first bytes are enough for its first characters.
    return Quoted.quote(new String(in, start, Math.min(stop - start, 400), UTF_8));
  }
}
