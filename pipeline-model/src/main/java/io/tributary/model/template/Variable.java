package io.tributary.model.template;

import io.tributary.model.yaml.Nearest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word in braces that each request replaces, such as <code>{page}</code> or <code>
 * {now-1d|epoch-seconds}</code>.
 *
 * @param name what is after the colon of {@code run} and {@code each}; else empty
 * @param shift added to the time of {@code now} and {@code today}; else zero
 * @param format how a time is written, where one is named
 * @param number whether the value becomes a number where it is the whole text of a JSON member
 */
public record Variable(
    Kind kind, String name, Duration shift, Optional<TimeText> format, boolean number) {

  /** What a variable stands for. */
  public enum Kind {
    PAGE("page"),
    OFFSET("offset"),
    TOKEN("token"),
    LAST_VALUE("last-value"),
    SIZE("size"),
    SEED("seed"),
    NOW("now"),
    TODAY("today"),
    WINDOW_START("window-start"),
    WINDOW_END("window-end"),
    RUN("run"),
    EACH("each");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name in a definition. */
    public String word() {
      return word;
    }

    /** Whether the value differs from request to request of one reading. */
    public boolean isOfPaging() {
      return compareTo(SEED) <= 0;
    }

    boolean isTime() {
      return this == NOW || this == TODAY || this == WINDOW_START || this == WINDOW_END;
    }

    private boolean isShifted() {
      return this == NOW || this == TODAY;
    }

    private boolean isNamed() {
      return this == RUN || this == EACH;
    }

    private boolean isCount() {
      return this == PAGE || this == OFFSET || this == SIZE;
    }

    private String form() {
      if (isShifted()) {
        return "{%1$s}, {%1$s-1d} or {%1$s|epoch-seconds}".formatted(word);
      }
      if (isNamed()) {
        return "{%s:NAME}".formatted(word);
      }
      return isTime() ? "{%1$s} or {%1$s|epoch-seconds}".formatted(word) : "{%s}".formatted(word);
    }
  }

  /** A word in braces that may be meant as a variable, and is none. */
  public record Doubt(String word, String expected) {}

  private static final List<String> WORDS = Arrays.stream(Kind.values()).map(Kind::word).toList();
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z]+(?:-[a-z]+)?)(?::([A-Za-z][A-Za-z0-9_-]{0,62}))?"
              + "(?:([+-])(\\d{1,6})([smhdw]))?(?:\\|([^{}|]{1,60}))?");
  private static final Pattern WORD = Pattern.compile("([A-Za-z][A-Za-z_-]*)(?:[:|+ -].*)?");
  private static final String NUMBER = "number";

  /** The variable that {@code word}, without its braces, is; none for any other text. */
  public static Optional<Variable> named(String word) {
    Matcher form = FORM.matcher(word);
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<Kind> found =
        Arrays.stream(Kind.values()).filter(kind -> kind.word.equals(form.group(1))).findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Kind kind = found.get();
    boolean isNamed = form.group(2) != null;
    boolean isShifted = form.group(3) != null;
    if (isNamed != kind.isNamed() || (isShifted && !kind.isShifted())) {
      return Optional.empty();
    }
    String name = isNamed ? form.group(2) : "";
    Duration shift = isShifted ? shift(form) : Duration.ZERO;
    String format = form.group(6);
    if (!kind.isTime()) {
      return format == null || format.equals(NUMBER)
          ? Optional.of(
              new Variable(kind, name, shift, Optional.empty(), kind.isCount() || format != null))
          : Optional.empty();
    }
    if (format == null) {
      return Optional.of(new Variable(kind, name, shift, Optional.empty(), false));
    }
    return TimeText.named(format)
        .map(time -> new Variable(kind, name, shift, Optional.of(time), time.isNumber()));
  }

  /** What is wrong with {@code word} if it may be meant as a variable and is none. */
  static Optional<Doubt> doubt(String word) {
    Matcher form = WORD.matcher(word);
    if (!form.matches() || named(word).isPresent()) {
      return Optional.empty();
    }
    String name = form.group(1);
    for (Kind kind : Kind.values()) {
      boolean begins = name.equals(kind.word) || (name + "-").startsWith(kind.word + "-");
      if (begins) {
        return Optional.of(new Doubt(word, kind.form()));
      }
    }
    return name.length() == word.length()
        ? Nearest.to(name, WORDS)
            .map(near -> new Doubt(word, "{%s} (did you mean it?)".formatted(near)))
        : Optional.empty();
  }

  private static Duration shift(Matcher form) {
    long amount = Long.parseLong(form.group(4)) * (form.group(3).equals("-") ? -1 : 1);
    return switch (form.group(5)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }

  /** As messages show it. */
  public String shown() {
    return name.isEmpty() ? "{" + kind.word + "}" : "{%s:%s}".formatted(kind.word, name);
  }
}
