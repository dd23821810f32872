package io.tributary.verifier.contents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.count.DistinctCount;
import io.tributary.model.count.Hash;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.RunWarnings;
import io.tributary.verifier.contents.RunContents.SameKey;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.text.Printable;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the records hold that can be rows. A record that a run published twice, because it
 * was tried again, is at one place of the source and counts once. For one thread.
 */
public final class ContentsCount {
  /** Cursors kept to show an example: what goes wrong with a run goes wrong at its beginning. */
  private static final int MOST_CURSORS = 10_000;

  private final Event event;
  private final List<String> columns;
  private final int[] key;
  private final long[] values;
  private final DistinctCount rows = new DistinctCount(DistinctCount.USUAL);
  private final DistinctCount records = new DistinctCount(DistinctCount.USUAL);
  private final Map<Long, String> cursors = new HashMap<>();
  private @Nullable SameKey example;
  private long events;
  private long deletions;

  public ContentsCount(Pipeline pipeline) {
    event = pipeline.event();
    columns = event.fields().stream().map(Field::name).toList();
    key = pipeline.mainTable().key().stream().mapToInt(columns::indexOf).toArray();
    values = new long[columns.size()];
  }

  /**
   * Counts a record.
   *
   * @param row its values, as they were decoded
   */
  public void add(LogRecord published, @Nullable ByteBuffer[] row) {
    events++;
    for (int column = 0; column < values.length; column++) {
      if (row[column] != null) {
        values[column]++;
      }
    }
    long hash = Hash.START;
    for (int column : key) {
      hash = add(hash, Objects.requireNonNull(row[column]));
    }
    String cursor = published.cursor();
    String position = cursor == null ? published.position().toString() : cursor;
    boolean newRecord = records.add(Hash.add(hash, position.getBytes(UTF_8)));
    boolean newRow = rows.add(hash);
    if (newRecord && example == null) {
      lookForExample(published, position, hash, newRow);
    }
  }

  /**
   * Counts a record that deletes its row: it holds no values, and its key is none that is there.
   */
  public void addDeletion() {
    deletions++;
  }

  private void lookForExample(LogRecord published, String position, long hash, boolean newRow) {
    if (newRow && cursors.size() < MOST_CURSORS) {
      cursors.put(hash, position);
    }
    String first = newRow ? null : cursors.get(hash);
    if (first != null) {
      example = new SameKey(Printable.of(published.key()), first, position);
      cursors.clear();
    }
  }

  private static long add(long hash, ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return Hash.add(hash, bytes);
  }

  /** What all records hold that were counted. */
  public RunContents contents(boolean ofOneRun) {
    Map<String, Long> byColumn = new LinkedHashMap<>();
    for (int column = 0; column < values.length; column++) {
      byColumn.put(columns.get(column), values[column]);
    }
    long superseded = ofOneRun ? Math.max(0, records.count() - rows.count()) : 0;
    Contents contents =
        new Contents(
            rows.count(),
            rows.isExact() && records.isExact(),
            byColumn,
            Map.of(),
            Map.of(),
            deletions);
    return new RunContents(
        events,
        superseded,
        Optional.ofNullable(ofOneRun ? example : null),
        contents,
        RunWarnings.emptyColumns(event, events, contents));
  }
}
