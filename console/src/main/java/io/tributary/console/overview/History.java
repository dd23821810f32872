package io.tributary.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One hour of a pipeline, kept in memory: a point every few seconds. A gap is a time at which the
 * consumer did not answer. Safe for several threads.
 */
public final class History {
  private static final Duration KEPT = Duration.ofHours(1);

  /** Rates and percentiles are those of so long before each point. */
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private final Deque<Point> points = new ArrayDeque<>();
  private final Deque<ConsumerFigures> window = new ArrayDeque<>();

  /**
   * What a pipeline did at a time.
   *
   * @param recordsPerSecond processed, in the last half minute
   * @param lag nothing where it was not known
   * @param p50Seconds median time from a record's time to its row, of the records of the last half
   *     minute; nothing without records
   * @param p99Seconds the same for 99 of 100 records
   */
  public record Point(
      Instant at,
      double recordsPerSecond,
      OptionalLong lag,
      double deadLetterShare,
      OptionalDouble p50Seconds,
      OptionalDouble p99Seconds) {}

  /**
   * Adds what the consumer has said.
   *
   * @param lagKnown false where the consumer's lag is of an earlier time
   */
  synchronized Point add(ConsumerFigures figures, boolean lagKnown) {
    if (!window.isEmpty() && figures.records() < window.getLast().records()) {
      window.clear(); // the consumer was restarted and counts from 0
    }
    window.addLast(figures);
    while (window.size() > 2
        && Duration.between(window.getFirst().at(), figures.at()).compareTo(WINDOW) > 0) {
      window.removeFirst();
    }
    ConsumerFigures earlier = window.getFirst();
    double seconds = Duration.between(earlier.at(), figures.at()).toNanos() / 1e9;
    Latency latency = figures.latency().since(earlier.latency());
    Point point =
        new Point(
            figures.at(),
            seconds > 0 ? (figures.records() - earlier.records()) / seconds : 0,
            lagKnown ? OptionalLong.of(figures.lag()) : OptionalLong.empty(),
            figures.deadLetterShare(),
            latency.seconds(0.5),
            latency.seconds(0.99));
    points.addLast(point);
    while (Duration.between(points.getFirst().at(), figures.at()).compareTo(KEPT) > 0) {
      points.removeFirst();
    }
    return point;
  }

  /** All points of the last hour, the oldest first. */
  public synchronized List<Point> points() {
    return new ArrayList<>(points);
  }

  synchronized @Nullable Point latest() {
    return points.peekLast();
  }
}
