package io.tributary.verifier.verification;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.log.OffsetSpan;
import io.tributary.verifier.log.RecordLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Topics in memory. */
final class FakeLog implements RecordLog {
  private static final int BATCH = 100;

  private record Partition(String topic, int number) implements Comparable<Partition> {
    @Override
    public int compareTo(Partition other) {
      return (topic + number).compareTo(other.topic + other.number);
    }
  }

  private final TreeMap<Partition, TreeMap<Long, LogRecord>> records = new TreeMap<>();
  private final TreeMap<Partition, OffsetSpan> spans = new TreeMap<>();
  private @Nullable String heldBack;
  private boolean closed;
  private int taken;

  FakeLog() {
    holds(Shop.ORDERS, 0, 0, -1);
    holds(Shop.ORDERS, 1, 0, -1);
    holds(Shop.REJECTED, 0, 0, -1);
  }

  /** Says which offsets the partition has, whatever records there are. */
  void holds(String topic, int partition, long first, long last) {
    spans.put(new Partition(topic, partition), new OffsetSpan(topic, partition, first, last));
  }

  /** From now on the last records are given out no more, for this reason; for none again. */
  void holdBack(@Nullable String why) {
    heldBack = why;
  }

  void add(LogRecord... published) {
    for (LogRecord next : published) {
      Partition partition = new Partition(next.position().topic(), next.position().partition());
      records
          .computeIfAbsent(partition, key -> new TreeMap<>())
          .put(next.position().offset(), next);
      spans.merge(
          partition,
          new OffsetSpan(partition.topic, partition.number, 0, next.position().offset()),
          (old, now) ->
              new OffsetSpan(
                  old.topic(), old.partition(), old.first(), Math.max(old.last(), now.last())));
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** How many records have been handed out. */
  int taken() {
    return taken;
  }

  @Override
  public List<OffsetSpan> held(List<String> topics) throws CommandFailedException {
    return spans.values().stream().filter(span -> topics.contains(span.topic())).toList();
  }

  @Override
  public Reading read(List<OffsetSpan> wanted) {
    Deque<LogRecord> left = new ArrayDeque<>();
    for (OffsetSpan span : wanted) {
      left.addAll(
          records
              .getOrDefault(new Partition(span.topic(), span.partition()), new TreeMap<>())
              .subMap(span.first(), true, Math.max(span.first(), span.last()), true)
              .values());
    }
    return new Reading() {
      @Override
      public List<LogRecord> next(Duration wait) {
        List<LogRecord> batch = new ArrayList<>();
        while (left.size() > (heldBack == null ? 0 : 1) && batch.size() < BATCH) {
          batch.add(left.removeFirst());
          taken++;
        }
        return batch;
      }

      @Override
      public boolean isDone() {
        return left.isEmpty();
      }

      @Override
      public Optional<String> heldBack() {
        return left.size() == 1 ? Optional.ofNullable(heldBack) : Optional.empty();
      }
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
