package io.tributary.model.definition;

import java.util.List;
import java.util.Optional;

/**
 * How the source's value of a field is read where its type alone does not say that.
 *
 * @param time how a timestamp or a date is written
 * @param json whether a text field takes any value, lists and objects too, as its JSON
 * @param trueWords texts that mean true, in lower case; empty for {@code true} alone
 * @param falseWords texts that mean false, in lower case; empty for {@code false} alone
 * @param hex whether the source writes bytes in hexadecimal digits, not in base64
 * @param skipNulls whether items without a value are left out, and do not make the whole unusable
 * @param onError what becomes of a value that cannot be used
 * @param fallback the value of records that have none, as the event's JSON has it
 */
public record Conversion(
    TimeFormat time,
    boolean json,
    List<String> trueWords,
    List<String> falseWords,
    boolean hex,
    boolean skipNulls,
    OnError onError,
    Optional<String> fallback) {

  /** By the type alone. */
  public static final Conversion NONE =
      new Conversion(
          TimeFormat.ISO,
          false,
          List.of(),
          List.of(),
          false,
          false,
          OnError.REJECT,
          Optional.empty());

  public Conversion {
    trueWords = List.copyOf(trueWords);
    falseWords = List.copyOf(falseWords);
  }

  /** What becomes of a value of the wrong type, or one that fails a check. */
  public enum OnError {
    /** The record is rejected. */
    REJECT("reject"),
    /** The field has no value. */
    NULL("null"),
    /** The field has its default value. */
    DEFAULT("default");

    private final String word;

    OnError(String word) {
      this.word = word;
    }

    /** The word in a definition. */
    public String word() {
      return word;
    }
  }
}
