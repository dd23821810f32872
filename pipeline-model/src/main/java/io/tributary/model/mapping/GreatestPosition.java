package io.tributary.model.mapping;

import io.tributary.model.definition.Incremental;
import io.tributary.model.value.Iso8601;
import io.tributary.model.value.Numbers;
import java.util.OptionalLong;

/**
 * The greatest value of an incremental source's field that was seen, on the definition's scale. For
 * one thread.
 */
final class GreatestPosition {
  private static final long DAY_MILLIS = 86_400_000;

  private final Incremental read;
  private boolean any;
  private long greatest;

  GreatestPosition(Incremental read) {
    this.read = read;
  }

  void clear() {
    any = false;
  }

  /** Sees a value as an event has it, between {@code start} and {@code stop}. */
  void see(byte[] event, int start, int stop) {
    long position =
        switch (read.scale()) {
          case TIME -> Iso8601.parseMillis(event, start + 1, stop - 1);
          case DAY -> Iso8601.parseDate(event, start + 1, stop - 1) * DAY_MILLIS;
          case NUMBER -> Numbers.integer(event, start, stop);
        };
    greatest = any ? Math.max(greatest, position) : position;
    any = true;
  }

  OptionalLong found() {
    return any ? OptionalLong.of(greatest) : OptionalLong.empty();
  }
}
