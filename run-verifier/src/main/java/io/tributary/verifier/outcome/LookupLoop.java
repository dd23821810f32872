package io.tributary.verifier.outcome;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.log.RecordLog;
import io.tributary.verifier.log.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;

/**
 * Looks up every record that is read, and those that have not landed again and again until the time
 * is up. Holds only look-ups in flight and a bounded number of records that have not landed: while
 * there are that many, nothing more is read. For one thread.
 */
public final class LookupLoop {
  private static final int MOST_IN_FLIGHT = 512;
  private static final long MOST_BYTES_IN_FLIGHT = 32L << 20;
  private static final int MOST_WAITING = 50_000;
  private static final long MOST_BYTES_WAITING = 64L << 20;
  private static final int CHUNK = 256;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private record Partition(String topic, int number) {}

  private record PendingLookup(Expected expected, CompletableFuture<LookupResult> result) {}

  private final RecordLookup lookup;
  private final VerificationCounts counts;
  private final Retry retry;
  private final Runnable progress;

  /** Of records. */
  private final int mostInFlight;

  private final Deque<PendingLookup> inFlight = new ArrayDeque<>();
  private long bytesInFlight;

  /** What has not landed, for each partition in the order of the offsets. */
  private final Map<Partition, Deque<Expected>> waiting = new HashMap<>();

  private int recordsWaiting;
  private long bytesWaiting;

  /**
   * @param progress called often; whether it is time to tell of it is its own affair
   */
  public LookupLoop(
      RecordLookup lookup,
      VerificationCounts counts,
      Ticker ticker,
      Duration timeout,
      Runnable progress) {
    this.lookup = lookup;
    this.counts = counts;
    this.retry = new Retry(timeout, Backoff.withoutJitter(SHORTEST_PAUSE, LONGEST_PAUSE), ticker);
    this.progress = progress;
    this.mostInFlight = Math.max(1, MOST_IN_FLIGHT / lookup.tables());
  }

  /** What is expected of a record. */
  @FunctionalInterface
  public interface Selection {
    /** Nothing of one that is not to be followed. */
    Optional<Expected> expected(LogRecord record) throws InterruptedException;
  }

  /**
   * Follows all records of {@code reading} for which {@code selection} expects something. What an
   * open transaction still holds back when the time is up is left unread.
   *
   * @throws CommandFailedException when Kafka, or at the end Cassandra, does not answer
   */
  public void follow(RecordLog.Reading reading, Selection selection)
      throws CommandFailedException, InterruptedException {
    while (true) {
      readOn(reading, selection);
      boolean heldBack = reading.heldBack().isPresent();
      if (recordsWaiting == 0 && reading.isDone()) {
        return;
      } else if (retry.isOver()) {
        lookup.explainAbsence(true, progress);
        lastRound();
        if (heldBack) {
          return;
        }
      } else if (recordsWaiting > 0 || heldBack) {
        if (recordsWaiting > 0) {
          lookup.explainAbsence(false, progress);
        }
        retry.pause();
        if (round()) {
          retry.reset();
        }
      }
      progress.run();
    }
  }

  private void readOn(RecordLog.Reading reading, Selection selection)
      throws CommandFailedException, InterruptedException {
    while (!reading.isDone()
        && recordsWaiting < MOST_WAITING
        && bytesWaiting < MOST_BYTES_WAITING) {
      for (LogRecord next : nextOf(reading)) {
        Optional<Expected> expected = selection.expected(next);
        if (expected.isPresent()) {
          counts.read(next.position(), next.time());
          lookUp(expected.get(), this::keepWaiting);
        }
      }
      progress.run();
      if (reading.heldBack().isPresent()) {
        break; // what was read before can land meanwhile
      }
    }
    settleAll(this::keepWaiting);
  }

  /**
   * The next records; none after some that the consumer has skipped, because it cannot read them.
   */
  private List<LogRecord> nextOf(RecordLog.Reading reading) throws CommandFailedException {
    try {
      return reading.next(POLL);
    } catch (UnreadableRecordException unreadable) {
      RecordPosition first = unreadable.position();
      OptionalLong last = lookup.lastSkipped(first);
      if (last.isEmpty()) {
        throw unreadable.toFailure();
      }
      counts.skipped(first, reading.pass(first, last.getAsLong()));
      return List.of();
    }
  }

  /**
   * Looks the waiting records up again and returns whether any had landed. The consumer takes each
   * partition in order: where the first ones have not landed, the others are not asked for, which
   * leaves Cassandra to the consumer.
   */
  private boolean round() throws CommandFailedException, InterruptedException {
    boolean landed = false;
    for (Deque<Expected> partition : waiting.values()) {
      List<Expected> passedOver = new ArrayList<>();
      boolean moving = true;
      while (!partition.isEmpty() && moving) {
        long before = counts.landed();
        lookUpFirst(partition, CHUNK, (expected, result) -> passedOver.add(expected));
        moving = counts.landed() > before;
        landed |= moving;
      }
      Collections.reverse(passedOver);
      passedOver.forEach(expected -> putBack(partition, expected));
      progress.run();
    }
    return landed;
  }

  /** Looks everything that waits up once more: what has not landed now is missing. */
  private void lastRound() throws CommandFailedException, InterruptedException {
    for (Deque<Expected> partition : waiting.values()) {
      lookUpFirst(partition, partition.size(), counts::count);
    }
  }

  private void lookUpFirst(
      Deque<Expected> from, int most, BiConsumer<Expected, LookupResult> notLanded)
      throws CommandFailedException, InterruptedException {
    for (int i = 0; i < most && !from.isEmpty(); i++) {
      Expected next = from.removeFirst();
      recordsWaiting--;
      bytesWaiting -= next.bytes();
      lookUp(next, notLanded);
    }
    settleAll(notLanded);
  }

  private void lookUp(Expected expected, BiConsumer<Expected, LookupResult> notLanded)
      throws CommandFailedException, InterruptedException {
    while (inFlight.size() >= mostInFlight
        || (bytesInFlight >= MOST_BYTES_IN_FLIGHT && !inFlight.isEmpty())) {
      settleOldest(notLanded);
    }
    inFlight.addLast(new PendingLookup(expected, lookup.lookUp(expected)));
    bytesInFlight += expected.bytes();
  }

  private void settleAll(BiConsumer<Expected, LookupResult> notLanded)
      throws CommandFailedException, InterruptedException {
    while (!inFlight.isEmpty()) {
      settleOldest(notLanded);
    }
  }

  private void settleOldest(BiConsumer<Expected, LookupResult> notLanded)
      throws CommandFailedException, InterruptedException {
    PendingLookup oldest = inFlight.removeFirst();
    bytesInFlight -= oldest.expected().bytes();
    LookupResult result;
    try {
      result = oldest.result().get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible.getCause());
    }
    switch (result.outcome()) {
      case ROW, SUPERSEDED, EXPIRED, DELETED, DEAD_LETTER, DIFFERENT ->
          counts.count(oldest.expected(), result);
      case MISSING -> notLanded.accept(oldest.expected(), result);
      case UNANSWERED -> {
        if (retry.isOver()) {
          throw new CommandFailedException(
              "Cassandra gave no answer about %s (%s): see that it is well, then verify again"
                  .formatted(oldest.expected().position(), result.detail()));
        }
        notLanded.accept(oldest.expected(), result);
      }
    }
    progress.run();
  }

  private void keepWaiting(Expected expected, LookupResult notYet) {
    RecordPosition position = expected.position();
    waiting
        .computeIfAbsent(
            new Partition(position.topic(), position.partition()), partition -> new ArrayDeque<>())
        .addLast(expected);
    recordsWaiting++;
    bytesWaiting += expected.bytes();
  }

  private void putBack(Deque<Expected> partition, Expected expected) {
    partition.addFirst(expected);
    recordsWaiting++;
    bytesWaiting += expected.bytes();
  }
}
