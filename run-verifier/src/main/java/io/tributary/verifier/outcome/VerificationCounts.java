package io.tributary.verifier.outcome;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Counts of a verification, and the first of what is not there. For one thread. */
public final class VerificationCounts {
  /** How many of what is not there are named. */
  public static final int NAMED = 20;

  private final Map<Partition, Long> read = new HashMap<>();
  private final TreeSet<UnsettledRecord> missing =
      new TreeSet<>(Comparator.comparing(UnsettledRecord::position));
  private final TreeSet<UnsettledRecord> different =
      new TreeSet<>(Comparator.comparing(UnsettledRecord::position));
  private long readAltogether;
  private long newest = Long.MIN_VALUE;
  private final TableCounts[] tables;
  private long rows;
  private long expired;
  private long deleted;
  private long superseded;
  private long deadLetters;
  private long missingAltogether;
  private long differentAltogether;

  public VerificationCounts(Pipeline pipeline) {
    this.tables =
        pipeline.tables().stream()
            .map(table -> TableCounts.none(table.name()))
            .toArray(TableCounts[]::new);
  }

  private record Partition(String topic, int number) {}

  /**
   * @param time that the record counts with, in milliseconds since the epoch
   */
  void read(RecordPosition position, long time) {
    read.merge(new Partition(position.topic(), position.partition()), 1L, Long::sum);
    readAltogether++;
    newest = Math.max(newest, time);
  }

  /**
   * Counts records that became dead letters unread.
   *
   * @param first the first of them
   */
  void skipped(RecordPosition first, long records) {
    read.merge(new Partition(first.topic(), first.partition()), records, Long::sum);
    readAltogether += records;
    deadLetters += records;
  }

  /** Counts a verdict that is the last about its record. */
  void count(Expected expected, LookupResult result) {
    UnsettledRecord named =
        new UnsettledRecord(expected.position(), expected.key(), result.detail(), result.reason());
    for (int table = 0; table < result.tables().size(); table++) {
      tables[table] = tables[table].with(result.tables().get(table), expected.deletes());
    }
    switch (result.outcome()) {
      case ROW -> rows++;
      case EXPIRED -> expired++;
      case DELETED -> deleted++;
      case SUPERSEDED -> {
        rows += expected.deletes() ? 0 : 1;
        deleted += expected.deletes() ? 1 : 0;
        superseded++;
      }
      case DEAD_LETTER -> deadLetters++;
      case DIFFERENT -> {
        differentAltogether++;
        name(different, named);
      }
      case MISSING -> {
        missingAltogether++;
        name(missing, named);
      }
      case UNANSWERED -> throw new IllegalArgumentException("no answer is no last verdict");
    }
  }

  private static void name(NavigableSet<UnsettledRecord> first, UnsettledRecord next) {
    first.add(next);
    if (first.size() > NAMED) {
      first.pollLast();
    }
  }

  /** Records read of one partition. */
  public long readOf(String topic, int partition) {
    return read.getOrDefault(new Partition(topic, partition), 0L);
  }

  /** Records read of all partitions of a topic. */
  public long readOf(String topic) {
    return read.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  public long readAltogether() {
    return readAltogether;
  }

  /** The time of the newest record; none where no record could be read. */
  public Optional<Instant> newest() {
    return newest == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest));
  }

  public long landed() {
    return rows + expired + deleted + deadLetters;
  }

  /** Records that delete their row, including those that a newer record superseded. */
  public long deleted() {
    return deleted;
  }

  /** Including those that a newer record superseded. */
  public long rows() {
    return rows;
  }

  public long superseded() {
    return superseded;
  }

  /** Records whose row in the main table is over, with all that they must have in the others. */
  public long expired() {
    return expired;
  }

  /** What became of the records in each table. */
  public List<TableCounts> tables() {
    return List.of(tables);
  }

  public long deadLetters() {
    return deadLetters;
  }

  public long missing() {
    return missingAltogether;
  }

  public long different() {
    return differentAltogether;
  }

  public List<UnsettledRecord> firstMissing() {
    return List.copyOf(missing);
  }

  public List<UnsettledRecord> firstDifferent() {
    return List.copyOf(different);
  }
}
