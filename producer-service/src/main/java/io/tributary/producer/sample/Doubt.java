package io.tributary.producer.sample;

import java.util.Locale;
import java.util.Optional;

/**
 * What makes it doubtful that a definition means what its author wants.
 *
 * @param column that it is about, if it is about one
 * @param what a sentence that says what was seen and what to do
 */
public record Doubt(Kind kind, Optional<String> column, String what) {

  /** The kinds of doubts; docs/pipelines.md lists them. */
  public enum Kind {
    REPEATED_KEY,
    NO_VALUES,
    REPLACED_VALUES,
    UNLIKELY_TIME,
    TIME_UNIT,
    LOCAL_TIME,
    LONG_TEXT,
    CUT_OFF_TEXT,
    HTML_ENTITIES,
    LOST_DIGITS,
    LEADING_ZEROS,
    HIDDEN_NOWHERE;

    /** The name in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Doubt of(Kind kind, String column, String what) {
    return new Doubt(kind, Optional.of(column), what);
  }
}
