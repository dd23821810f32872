package io.tributary.consumer.cassandra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows of one replica set until a batch is full. A row over the limit goes alone. Not safe
 * for use by several threads.
 */
final class BatchAssembly {
  /** More rows in a batch did not make writing faster. */
  static final int MAX_ROWS = 32;

  /** Cassandra refuses batches over 50 KiB (batch_size_fail_threshold) by default. */
  static final int MAX_BYTES = 40 * 1024;

  private static final class Pending {
    private final List<Row> rows = new ArrayList<>(MAX_ROWS);
    private int bytes;
  }

  private final ReplicaSets replicaSets;
  private final Map<Object, Pending> pending = new HashMap<>();

  BatchAssembly(ReplicaSets replicaSets) {
    this.replicaSets = replicaSets;
  }

  /** Takes a row; returns a batch that is to be sent now, if there is one. */
  @Nullable List<Row> add(Row row) {
    Object replicas = replicaSets.of(row.routingKey());
    Pending batch = pending.computeIfAbsent(replicas, unknown -> new Pending());
    int bytes = row.bytes();
    if (bytes > MAX_BYTES) {
      return List.of(row);
    }
    if (batch.bytes + bytes > MAX_BYTES) {
      List<Row> full = take(batch);
      batch.rows.add(row);
      batch.bytes = bytes;
      return full;
    }
    batch.rows.add(row);
    batch.bytes += bytes;
    return batch.rows.size() == MAX_ROWS ? take(batch) : null;
  }

  /** All that is left, however small the batches. */
  List<List<Row>> takeAll() {
    List<List<Row>> batches = new ArrayList<>();
    for (Pending batch : pending.values()) {
      if (!batch.rows.isEmpty()) {
        batches.add(take(batch));
      }
    }
    return batches;
  }

  private static List<Row> take(Pending batch) {
    List<Row> rows = List.copyOf(batch.rows);
    batch.rows.clear();
    batch.bytes = 0;
    return rows;
  }
}
