package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tables as Cassandra keeps them: of each cell the newest value counts, a delete hides what is not
 * newer than it, and of two writes with one time a delete wins, then the greater value.
 */
final class CellStore {
  /**
   * @param value in hexadecimal digits; null where there is none
   */
  private record Cell(long time, @Nullable String value) {

    Cell merged(Cell other) {
      if (time != other.time) {
        return time > other.time ? this : other;
      }
      if (value == null || other.value == null) {
        return value == null ? this : other;
      }
      return value.compareTo(other.value) >= 0 ? this : other;
    }
  }

  private static final class StoredKey {
    private long deleted = Long.MIN_VALUE;
    private long marked = Long.MIN_VALUE;
    private final Map<Integer, Cell> cells = new TreeMap<>();
  }

  private final int[][] keys;
  private final int[] columns;
  private final Map<List<Object>, StoredKey> stored = new HashMap<>();

  /**
   * @param keys of each table, which of its columns are the key, in the key's order
   * @param columns of each table, how many it has
   */
  CellStore(int[][] keys, int[] columns) {
    this.keys = keys;
    this.columns = columns;
  }

  /** Does what the row's statement says. */
  void apply(Row row) {
    int table = row.target().table();
    if (row.target().isDeletion()) {
      StoredKey there = at(table, List.of(row.values()));
      there.deleted = Math.max(there.deleted, row.writeTime());
      return;
    }
    StoredKey there = at(table, keyOf(table, row.values()));
    there.marked = Math.max(there.marked, row.writeTime());
    for (int column = 0; column < columns[table]; column++) {
      ByteBuffer value = row.values()[column];
      there.cells.merge(
          column,
          new Cell(row.writeTime(), value == null ? null : hex(value)),
          (one, other) -> one.merged(other));
    }
  }

  private StoredKey at(int table, List<?> key) {
    return stored.computeIfAbsent(List.of(table, key), first -> new StoredKey());
  }

  private List<ByteBuffer> keyOf(int table, @Nullable ByteBuffer[] values) {
    return Arrays.stream(keys[table]).mapToObj(column -> values[column]).toList();
  }

  private static String hex(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The rows that a reader sees, by table and key: their columns' values in hexadecimal digits. */
  Map<List<Object>, List<String>> rows() {
    Map<List<Object>, List<String>> rows = new HashMap<>();
    stored.forEach(
        (key, there) -> {
          List<String> values =
              there.cells.values().stream()
                  .map(
                      cell ->
                          cell.value() == null || cell.time() <= there.deleted
                              ? "null"
                              : cell.value())
                  .toList();
          boolean isLive =
              there.marked > there.deleted || values.stream().anyMatch(v -> !v.equals("null"));
          if (isLive) {
            rows.put(key, values);
          }
        });
    return rows;
  }
}
