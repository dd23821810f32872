package io.tributary.verifier.verification;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.log.GroupOffsets;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.log.OffsetSpan;
import io.tributary.verifier.log.RecordLog;
import io.tributary.verifier.log.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/** Topics in memory. */
public final class FakeLog implements RecordLog {
  private static final int BATCH = 100;

  private record Partition(String topic, int number) implements Comparable<Partition> {
    @Override
    public int compareTo(Partition other) {
      return (topic + number).compareTo(other.topic + other.number);
    }
  }

  private final TreeMap<Partition, TreeMap<Long, LogRecord>> records = new TreeMap<>();
  private final TreeMap<Partition, OffsetSpan> spans = new TreeMap<>();
  private final Set<RecordPosition> unreadable = new HashSet<>();
  private final TreeMap<Integer, Long> consumer = new TreeMap<>();
  private @Nullable String refusal;
  private int questions;
  private @Nullable String heldBack;
  private boolean closed;
  private int taken;

  public FakeLog() {
    holds(Shop.ORDERS, 0, 0, -1);
    holds(Shop.ORDERS, 1, 0, -1);
    holds(Shop.REJECTED, 0, 0, -1);
    consumerIsAt(0, Long.MAX_VALUE);
    consumerIsAt(1, Long.MAX_VALUE);
  }

  /** Where the consumer's group is in a partition of the events' topic; at first beyond its end. */
  void consumerIsAt(int partition, long offset) {
    consumer.put(partition, offset);
  }

  /** The consumer's group has no offset of this partition. */
  void forgetGroup(int partition) {
    consumer.remove(partition);
  }

  /** Kafka tells nothing about groups any more. */
  void refuseGroups(String why) {
    refusal = why;
  }

  /** How often somebody has asked for a group's offsets. */
  int questions() {
    return questions;
  }

  /** Says which offsets the partition has, whatever records there are. */
  void holds(String topic, int partition, long first, long last) {
    spans.put(new Partition(topic, partition), new OffsetSpan(topic, partition, first, last));
  }

  /** From now on the last records are given out no more, for this reason; for none again. */
  void holdBack(@Nullable String why) {
    heldBack = why;
  }

  public void add(LogRecord... published) {
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

  /** Nobody can read the record from now on. */
  public void spoil(LogRecord record) {
    unreadable.add(record.position());
  }

  public boolean isClosed() {
    return closed;
  }

  /** How many records have been handed out. */
  public int taken() {
    return taken;
  }

  @Override
  public List<OffsetSpan> held(List<String> topics) throws CommandFailedException {
    return spans.values().stream().filter(span -> topics.contains(span.topic())).toList();
  }

  @Override
  public GroupOffsets offsets(String group, String topic) {
    questions++;
    if (!group.equals("tributary-orders") || !topic.equals(Shop.ORDERS)) {
      throw new AssertionError(group + ", " + topic);
    }
    return refusal == null
        ? new GroupOffsets(consumer, Optional.empty())
        : new GroupOffsets(Map.of(), Optional.of(refusal));
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
      public List<LogRecord> next(Duration wait) throws UnreadableRecordException {
        List<LogRecord> batch = new ArrayList<>();
        while (left.size() > (heldBack == null ? 0 : 1) && batch.size() < BATCH) {
          RecordPosition first = left.getFirst().position();
          if (unreadable.contains(first)) {
            if (batch.isEmpty()) {
              throw new UnreadableRecordException(
                  first, new CorruptRecordException("bad checksum"));
            }
            break;
          }
          batch.add(left.removeFirst());
          taken++;
        }
        return batch;
      }

      @Override
      public long pass(RecordPosition first, long last) {
        long before = left.size();
        left.removeIf(
            record ->
                record.position().topic().equals(first.topic())
                    && record.position().partition() == first.partition()
                    && record.position().offset() >= first.offset()
                    && record.position().offset() <= last);
        return before - left.size();
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
