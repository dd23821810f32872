package io.tributary.console.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Topics in memory; counts what is read of them. */
final class FakeTopics implements TopicReader {
  private final Map<TopicPartition, NavigableMap<Long, TopicRecord>> logs = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Long> firsts = new HashMap<>();
  private final Map<TopicPartition, Long> processed = new HashMap<>();
  private Runnable whileAway = () -> {};
  private boolean away;
  private int questions;
  private long read;

  void create(String topic, int partitions) {
    for (int number = 0; number < partitions; number++) {
      TopicPartition partition = new TopicPartition(topic, number);
      logs.put(partition, new TreeMap<>());
      ends.put(partition, 0L);
    }
  }

  /** The partition that Kafka's usual partitioner gives a key. */
  int partition(String topic, String key) {
    long partitions = logs.keySet().stream().filter(log -> log.topic().equals(topic)).count();
    return (int) (Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions);
  }

  TopicRecord publish(String topic, String key, @Nullable String value, long time) {
    return publish(topic, partition(topic, key), key, value, time, Map.of());
  }

  @SuppressWarnings("NullAway") // a tombstone has no value, which the record allows
  TopicRecord publish(
      String topic,
      int partition,
      String key,
      @Nullable String value,
      long time,
      Map<String, String> headers) {
    TopicPartition log = new TopicPartition(topic, partition);
    long offset = ends.merge(log, 1L, Long::sum) - 1;
    Map<String, byte[]> bytes = new HashMap<>();
    headers.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
    TopicRecord record =
        new TopicRecord(
            new RecordPosition(topic, partition, offset),
            time,
            key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8),
            bytes);
    log(log).put(offset, record);
    processed.put(log, offset + 1);
    return record;
  }

  static Map<String, String> from(String cursor, String run) {
    return Map.of(EventHeaders.SOURCE_CURSOR, cursor, EventHeaders.RUN_ID, run);
  }

  private NavigableMap<Long, TopicRecord> log(TopicPartition partition) {
    return Objects.requireNonNull(logs.get(partition), partition::toString);
  }

  /** Removes what is before an offset, as retention does. */
  void removeBefore(String topic, int partition, long offset) {
    TopicPartition log = new TopicPartition(topic, partition);
    log(log).headMap(offset).clear();
    firsts.put(log, offset);
  }

  void processedUpTo(String topic, int partition, long next) {
    processed.put(new TopicPartition(topic, partition), next);
  }

  void goAway() {
    goAway(() -> {});
  }

  /**
   * Answers no more.
   *
   * @param waiting what each question does before it fails
   */
  void goAway(Runnable waiting) {
    away = true;
    whileAway = waiting;
  }

  /** Questions that were asked up to now. */
  int questions() {
    return questions;
  }

  /** Records that were read up to now. */
  long recordsRead() {
    return read;
  }

  @Override
  public Map<TopicPartition, Held> held(Collection<String> topics) throws CommandFailedException {
    answer();
    Map<TopicPartition, Held> held = new HashMap<>();
    ends.forEach(
        (log, end) -> {
          if (topics.contains(log.topic())) {
            held.put(log, new Held(firsts.getOrDefault(log, 0L), end));
          }
        });
    return held;
  }

  @Override
  public OptionalLong at(TopicPartition partition, long time) throws CommandFailedException {
    answer();
    return log(partition).values().stream()
        .filter(record -> record.published() >= time)
        .mapToLong(record -> record.position().offset())
        .findFirst();
  }

  @Override
  public Batch read(TopicPartition partition, long from, int most) throws CommandFailedException {
    answer();
    List<TopicRecord> records = new ArrayList<>();
    for (TopicRecord record : log(partition).tailMap(from).values()) {
      if (records.size() == most) {
        break;
      }
      records.add(record);
    }
    read += records.size();
    return new Batch(
        records,
        records.size() < most
            ? Math.max(from, ends.getOrDefault(partition, 0L))
            : records.get(most - 1).position().offset() + 1);
  }

  @Override
  public OptionalLong processed(String group, TopicPartition partition)
      throws CommandFailedException {
    answer();
    Long next = processed.get(partition);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private void answer() throws CommandFailedException {
    questions++;
    if (away) {
      whileAway.run();
      throw new CommandFailedException("Kafka at nowhere:9092 did not answer");
    }
  }
}
