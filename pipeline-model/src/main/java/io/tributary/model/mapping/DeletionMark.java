package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Deletes;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import java.util.Arrays;
import java.util.List;

/** Whether a source record says that its row is to be deleted. For one thread. */
final class DeletionMark {
  /** What says that a row is not deleted, where any other value says that it is. */
  private static final List<String> NO = List.of("false", "0", "");

  private final int slot;
  private final boolean isAny;
  private final byte[][] texts;
  private final TextValue text = new TextValue();

  /**
   * @param slot of the place that says so
   */
  DeletionMark(Deletes.When when, int slot) {
    this.slot = slot;
    isAny = when.is().isEmpty();
    texts =
        (isAny ? NO : when.is()).stream().map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  /** Whether the record does whose values were found. */
  boolean isOn(byte[] in, FoundValues slots) {
    JsonKind kind = slots.kind(slot);
    return switch (kind) {
      case ABSENT, NULL -> false;
      case OBJECT, ARRAY -> isAny;
      default -> text.take(in, slots, slot) && isListed() != isAny;
    };
  }

  private boolean isListed() {
    for (byte[] listed : texts) {
      if (Arrays.equals(listed, 0, listed.length, text.bytes(), text.start(), text.stop())) {
        return true;
      }
    }
    return false;
  }
}
