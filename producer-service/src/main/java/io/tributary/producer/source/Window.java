package io.tributary.producer.source;

import io.tributary.model.definition.Incremental;
import io.tributary.model.template.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of an incremental source that is read to its end by itself. Positions are on the scale of
 * the definition, and such that requests can name them.
 *
 * @param start inclusive
 * @param end exclusive; none for what is there
 * @param isOver whether the window is as long as the definition's: one that is not may get more
 *     records, and is read again
 */
record Window(long start, OptionalLong end, boolean isOver) {

  /** A run of more windows than this would not end in this life. */
  static final int MOST = 100_000;

  /** So far ahead may clocks be that differ, but no cursor. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /**
   * The windows of a run, in order; none where there is nothing to read yet.
   *
   * @param now when the run began
   * @throws IllegalArgumentException when the range cannot be read; the message says why, and what
   *     to do
   */
  static List<Window> of(Incremental read, ReadingRange range, Instant now) {
    long lookback = range.isBackfill() ? 0 : read.lookback().map(Duration::toMillis).orElse(0L);
    long begin = read.floor(range.from() - lookback);
    if (range.isBackfill()) {
      return backfill(read, range, begin);
    }
    if (!read.scale().isTime()) {
      return List.of(new Window(begin, OptionalLong.empty(), false));
    }
    if (range.from() > now.plus(CLOCKS_DIFFER).toEpochMilli()) {
      throw new IllegalArgumentException(
          "the run begins at %s, which is in the future: see what time it is on this machine, or set another position (cursor set, --from)"
              .formatted(read.scale().text(range.from())));
    }
    if (!read.isBounded()) {
      return List.of(new Window(begin, OptionalLong.empty(), false));
    }
    return split(
        read, begin, read.floor(now.truncatedTo(ChronoUnit.SECONDS).toEpochMilli()), false);
  }

  private static List<Window> backfill(Incremental read, ReadingRange range, long begin) {
    long end = range.to().orElseThrow();
    if (!read.isBounded()) {
      throw new IllegalArgumentException(
          "a range can only be read of a source that takes an end: name source.incremental.end-parameter, or read from a position on (--from)");
    }
    if (end <= range.from()) {
      throw new IllegalArgumentException(
          "the range %s..%s is empty: its end is exclusive"
              .formatted(read.scale().text(range.from()), read.scale().text(end)));
    }
    if (read.floor(end) != end) {
      throw new IllegalArgumentException(
          "requests can end at %s, but not at %s: give an end that source.incremental.format can name"
              .formatted(read.scale().text(read.floor(end)), read.scale().text(end)));
    }
    return split(read, begin, end, true);
  }

  private static List<Window> split(Incremental read, long begin, long end, boolean isOver) {
    if (begin >= end) {
      return List.of();
    }
    if (read.window().isEmpty()) {
      return List.of(new Window(begin, OptionalLong.of(end), isOver));
    }
    long length = read.window().get().toMillis();
    long count = (end - begin + length - 1) / length;
    if (count > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "from %s on there are %,d windows, more than %,d: give source.incremental a longer window, or a later start",
              read.scale().text(begin),
              count,
              MOST));
    }
    List<Window> windows = new ArrayList<>();
    for (long start = begin; start < end; start += length) {
      long stop = Math.min(start + length, end);
      windows.add(new Window(start, OptionalLong.of(stop), isOver || stop == start + length));
    }
    return windows;
  }

  /** The values of variables for the requests of the window. */
  Values values(Incremental read, Values ofRun) {
    return read.scale().isTime()
        ? ofRun.withWindow(
            Optional.of(Instant.ofEpochMilli(start)),
            end.stream().mapToObj(Instant::ofEpochMilli).findFirst())
        : ofRun;
  }

  /** The parameters that name the window, in order. */
  Map<String, String> parameters(Incremental read) {
    Map<String, String> parameters = new LinkedHashMap<>();
    read.parameter().ifPresent(name -> parameters.put(name, read.written(start)));
    if (end.isPresent()) {
      read.endParameter().ifPresent(name -> parameters.put(name, read.written(end.getAsLong())));
    }
    return parameters;
  }
}
