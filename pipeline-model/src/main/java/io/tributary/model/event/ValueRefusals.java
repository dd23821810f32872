package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.ColumnType;
import io.tributary.model.definition.Field;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.Quoted;

/** What is said of a value that is none of its column's. */
final class ValueRefusals {
  /** Bytes that are more than enough for what a message quotes. */
  private static final int LONGEST_QUOTE = 400;

  private ValueRefusals() {}

  static Refusal wrongType(Field field, ColumnType type, String found) {
    return new Refusal(
        Reason.WRONG_TYPE,
        field.name(),
        "found %s, expected a value of type %s".formatted(found, type.word()));
  }

  /** The beginning of a value, for a message. */
  static String quote(byte[] in, int start, int stop) {
    return Quoted.quote(new String(in, start, Math.min(stop - start, LONGEST_QUOTE), UTF_8));
  }
}
