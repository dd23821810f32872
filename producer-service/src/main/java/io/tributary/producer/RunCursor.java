package io.tributary.producer;

import io.tributary.model.definition.Incremental;
import io.tributary.model.receipt.CursorRange;
import io.tributary.producer.source.Drained;
import io.tributary.producer.source.ReadingRange;
import java.util.OptionalLong;

/**
 * Says where a run of an incremental source has read to. It never says more than what was read to
 * an end that the source stated, however the run ended.
 */
final class RunCursor {
  private final Incremental read;
  private final ReadingRange range;

  RunCursor(Incremental read, ReadingRange range) {
    this.read = read;
    this.range = range;
  }

  /**
   * @param isComplete whether the run did what it was asked to
   * @param hasEnded whether the source said that it has no more
   */
  CursorRange of(Drained drained, boolean isComplete, boolean hasEnded) {
    OptionalLong to = reached(drained, hasEnded);
    boolean moves =
        isComplete && !range.isBackfill() && to.isPresent() && to.getAsLong() > range.from();
    return new CursorRange(
        read.field(),
        read.scale().text(range.from()),
        to.stream().mapToObj(read.scale()::text).findFirst(),
        moves,
        drained.windows());
  }

  /**
   * Without windows, all or nothing is known: the records that were not read may be older. A window
   * that was not over yet gets more records, so it counts as far as there were records in it.
   */
  private OptionalLong reached(Drained drained, boolean hasEnded) {
    if (range.isBackfill()) {
      return hasEnded ? range.to() : OptionalLong.empty();
    }
    if (read.window().isEmpty()) {
      return hasEnded
          ? OptionalLong.of(Math.max(range.from(), drained.greatest().orElse(range.from())))
          : OptionalLong.empty();
    }
    if (drained.open().isPresent()) {
      long start = drained.open().getAsLong();
      return OptionalLong.of(Math.max(start, drained.greatest().orElse(start)));
    }
    return drained.over();
  }
}
