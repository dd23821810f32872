package io.tributary.producer.publish;

import io.tributary.model.count.DistinctCount;
import io.tributary.model.mapping.FilledColumns;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.OffsetRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What Kafka has acknowledged of a run, partition by partition. Safe for several threads. */
final class Acknowledgements {
  private static final class Range {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long records;
  }

  private final Map<TopicPartition, Range> ranges = new HashMap<>();
  private final DistinctCount rows = new DistinctCount(DistinctCount.USUAL);
  private final List<String> columns;
  private final long[] values;
  private final long[] replaced;
  private final long[] unlikely;
  private long deleted;
  private @Nullable Exception failure;

  /**
   * @param columns names of the table's columns
   */
  Acknowledgements(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.values = new long[columns.size()];
    this.replaced = new long[columns.size()];
    this.unlikely = new long[columns.size()];
  }

  synchronized void acknowledged(TopicPartition where, long offset, FilledColumns filled) {
    acknowledged(where, offset);
    if (filled.deletes()) {
      deleted++;
      return;
    }
    rows.add(filled.row());
    for (int column = 0; column < values.length; column++) {
      if (filled.has(column)) {
        values[column]++;
      }
      replaced[column] += filled.isReplaced(column) ? 1 : 0;
      unlikely[column] += filled.isUnlikelyTime(column) ? 1 : 0;
    }
  }

  synchronized void acknowledged(TopicPartition where, long offset) {
    Range range = ranges.computeIfAbsent(where, partition -> new Range());
    range.first = Math.min(range.first, offset);
    range.last = Math.max(range.last, offset);
    range.records++;
  }

  /** A record did not get there; the first such failure is kept. */
  synchronized void failed(Exception why) {
    if (failure == null) {
      failure = why;
    }
  }

  synchronized Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  /** Records acknowledged in {@code topic}. */
  synchronized long in(String topic) {
    return ranges.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToLong(entry -> entry.getValue().records)
        .sum();
  }

  /** What the acknowledged events hold. */
  synchronized Contents contents() {
    Map<String, Long> byColumn = new LinkedHashMap<>();
    for (int column = 0; column < values.length; column++) {
      byColumn.put(columns.get(column), values[column]);
    }
    return new Contents(
        rows.count(), rows.isExact(), byColumn, notNone(replaced), notNone(unlikely), deleted);
  }

  private Map<String, Long> notNone(long[] counts) {
    Map<String, Long> byColumn = new LinkedHashMap<>();
    for (int column = 0; column < counts.length; column++) {
      if (counts[column] > 0) {
        byColumn.put(columns.get(column), counts[column]);
      }
    }
    return byColumn;
  }

  /** By topic and partition. */
  synchronized List<OffsetRange> offsets() {
    List<OffsetRange> offsets = new ArrayList<>();
    ranges.forEach(
        (where, range) ->
            offsets.add(
                new OffsetRange(
                    where.topic(), where.partition(), range.first, range.last, range.records)));
    offsets.sort(Comparator.comparing(OffsetRange::topic).thenComparingInt(OffsetRange::partition));
    return offsets;
  }
}
