package io.tributary.drills.truth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What Kafka acknowledged, written down by those who published it and by nothing of the product.
 * Safe for several threads.
 */
public final class Truth {
  private final Map<RecordPosition, Published> records = new HashMap<>();
  private final List<PublishedRange> ranges = new ArrayList<>();

  /** Writes down one record; a place can be given away only once. */
  public synchronized void add(Published published) {
    if (records.putIfAbsent(published.position(), published) != null) {
      throw new IllegalStateException("Kafka gave " + published.position() + " away twice");
    }
  }

  /** Writes down a range of records; they stay apart from those that were written down singly. */
  public synchronized void add(PublishedRange range) {
    ranges.add(range);
  }

  /**
   * Strikes out records, but none of a range, that Kafka has deleted: nothing may become of them
   * any more.
   */
  public synchronized int gone(Predicate<RecordPosition> deleted) {
    int count = 0;
    for (Map.Entry<RecordPosition, Published> entry : records.entrySet()) {
      Published was = entry.getValue();
      if (deleted.test(entry.getKey())) {
        entry.setValue(
            new Published(
                was.position(), was.time(), was.key(), was.value(), new Outcome.Nothing()));
        count++;
      }
    }
    return count;
  }

  /** All that were written down singly. */
  public synchronized Collection<Published> all() {
    return List.copyOf(records.values());
  }

  public synchronized List<PublishedRange> ranges() {
    return List.copyOf(ranges);
  }

  public synchronized int size() {
    return records.size() + ranges.stream().mapToInt(PublishedRange::count).sum();
  }

  /**
   * The last record of each partition that no newer one of its key supersedes: when these have
   * landed, so have most others.
   */
  public synchronized List<Published> lastOfEachPartition() {
    List<Published> candidates = new ArrayList<>(Published.newestByKey(records.values()).values());
    records.values().stream()
        .filter(published -> published.outcome().rowKey().isEmpty())
        .forEach(candidates::add);
    ranges.forEach(range -> candidates.add(range.record(range.count() - 1)));
    Map<String, Published> last = new HashMap<>();
    for (Published published : candidates) {
      last.merge(
          published.position().topic() + published.position().partition(),
          published,
          (one, other) -> one.position().offset() > other.position().offset() ? one : other);
    }
    return new ArrayList<>(last.values());
  }
}
