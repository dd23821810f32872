package io.tributary.model.definition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is, since a definition never has one itself: <code>${env:SHOP_TOKEN}</code> or
 * <code>${file:/run/secrets/shop}</code>.
 *
 * @param kind an environment variable or a file
 * @param name the variable's name, or the file's absolute path
 */
public record SecretReference(Kind kind, String name) {

  /** What holds a secret. */
  public enum Kind {
    ENV,
    FILE
  }

  /** In words, for messages. */
  static final String FORMS = "${env:NAME} or ${file:/PATH}: a definition has no secrets";

  private static final Pattern FORM =
      Pattern.compile(
          "\\$\\{(?:env:([A-Za-z_][A-Za-z0-9_]{0,199})|file:(/[^{}\\p{Cntrl}]{1,1000}))\\}");

  /** None when {@code text} is no reference. */
  public static Optional<SecretReference> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        form.group(1) == null
            ? new SecretReference(Kind.FILE, form.group(2))
            : new SecretReference(Kind.ENV, form.group(1)));
  }

  /** Whether {@code text} is one, or was meant as one. */
  public static boolean isMeant(String text) {
    return text.contains("${");
  }

  /** As a definition has it. */
  @Override
  public String toString() {
    return "${%s:%s}".formatted(kind == Kind.ENV ? "env" : "file", name);
  }
}
