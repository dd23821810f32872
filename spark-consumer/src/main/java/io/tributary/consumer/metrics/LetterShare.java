package io.tributary.consumer.metrics;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The share of dead letters among the latest records. Not safe for use by several threads. */
final class LetterShare {
  /** Long enough to smooth a bad page, short enough to end with its cause. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final long SLOT_NANOS = Duration.ofSeconds(10).toNanos();

  private static final class Slot {
    private final long number;
    private long records;
    private long deadLetters;

    private Slot(long number) {
      this.number = number;
    }
  }

  private final Ticker ticker;
  private final long began;
  private final Deque<Slot> slots = new ArrayDeque<>();

  LetterShare(Ticker ticker) {
    this.ticker = ticker;
    this.began = ticker.nanos();
  }

  void add(long records, long deadLetters) {
    long now = now();
    if (slots.isEmpty() || slots.getLast().number != now) {
      slots.addLast(new Slot(now));
    }
    slots.getLast().records += records;
    slots.getLast().deadLetters += deadLetters;
    forget(now);
  }

  /** From 0 to 1; 0 when there were no records. */
  double share() {
    forget(now());
    long records = slots.stream().mapToLong(slot -> slot.records).sum();
    long deadLetters = slots.stream().mapToLong(slot -> slot.deadLetters).sum();
    return records == 0 ? 0 : (double) deadLetters / records;
  }

  private long now() {
    return (ticker.nanos() - began) / SLOT_NANOS;
  }

  private void forget(long now) {
    while (!slots.isEmpty() && slots.getFirst().number <= now - WINDOW.toNanos() / SLOT_NANOS) {
      slots.removeFirst();
    }
  }
}
