package io.tributary.producer.source;

import java.util.OptionalLong;

/**
 * How far an incremental source was read. Positions are on the scale of its definition.
 *
 * @param windows that were read to their end
 * @param over where the last of them ended that was over when the run began; none when no such
 *     window was read
 * @param open where the window begins that was not over then, if it was read to its end
 * @param greatest value of the definition's field among the records; none when no record has one
 */
public record Drained(long windows, OptionalLong over, OptionalLong open, OptionalLong greatest) {

  /** The same after a window was read to its end. */
  Drained with(Window window) {
    return new Drained(
        windows + 1,
        window.isOver() ? window.end() : over,
        window.isOver() ? OptionalLong.empty() : OptionalLong.of(window.start()),
        greatest);
  }

  /** The same after records came up to a value. */
  Drained with(long value) {
    return new Drained(
        windows, over, open, OptionalLong.of(Math.max(value, greatest.orElse(value))));
  }

  /** Nothing was read. */
  public static final Drained NOTHING =
      new Drained(0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
