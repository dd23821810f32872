package io.tributary.consumer.cassandra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows of one replica set until a batch is full. A row over the limit goes alone, and so
 * before rows that were added earlier: which of two rows with one key stays is decided by their
 * write times, never by the order in which they arrive. Not safe for use by several threads.
 */
final class ReplicaSetBatches {
  /** More rows in a batch did not make writing faster. */
  static final int MAX_ROWS = 32;

  /** A row may be small and what it was made of large: it goes alone, and soon. */
  static final int MAX_HELD_BYTES = 64 << 10;

  private static final class Pending {
    private final List<Row> rows = new ArrayList<>(MAX_ROWS);
    private int bytes;
  }

  private final ReplicaSets replicaSets;
  private final int maxBytes;
  private final Map<Object, Pending> pending = new HashMap<>();

  /**
   * @param maxBytes that the rows of a batch may have together, {@link ServerLimits#batchBytes}
   */
  ReplicaSetBatches(ReplicaSets replicaSets, int maxBytes) {
    this.replicaSets = replicaSets;
    this.maxBytes = maxBytes;
  }

  /** Takes a row; returns a batch that is to be sent now, if there is one. */
  @Nullable List<Row> add(Row row) {
    int bytes = row.bytes();
    if (bytes > maxBytes || row.heldBytes() > MAX_HELD_BYTES) {
      return List.of(row);
    }
    Object replicas = replicaSets.of(row.routingKey());
    Pending batch = pending.computeIfAbsent(replicas, unknown -> new Pending());
    if (batch.bytes + bytes > maxBytes) {
      Pending next = new Pending();
      next.rows.add(row);
      next.bytes = bytes;
      pending.put(replicas, next);
      return batch.rows;
    }
    batch.rows.add(row);
    batch.bytes += bytes;
    if (batch.rows.size() < MAX_ROWS) {
      return null;
    }
    pending.remove(replicas);
    return batch.rows;
  }

  /** All that is left, however small the batches. */
  List<List<Row>> takeAll() {
    if (pending.isEmpty()) {
      return List.of();
    }
    List<List<Row>> batches = pending.values().stream().map(batch -> batch.rows).toList();
    pending.clear();
    return batches;
  }

  /** For how many replica sets rows are kept. */
  int size() {
    return pending.size();
  }
}
