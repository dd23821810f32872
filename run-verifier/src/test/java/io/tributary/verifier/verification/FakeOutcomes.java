package io.tributary.verifier.verification;

import io.tributary.model.event.RecordPosition;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.lookup.OutcomeLookup;
import io.tributary.verifier.lookup.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tables in memory. */
final class FakeOutcomes implements OutcomeLookup {
  private final Map<ByteBuffer, StoredRow> rows = new HashMap<>();
  private final Map<Integer, Map<List<ByteBuffer>, StoredRow>> others = new HashMap<>();
  private final Set<RecordPosition> letters = new HashSet<>();
  private final Set<RecordPosition> formerLetters = new HashSet<>();
  private final Set<RecordPosition> skipped = new HashSet<>();
  private int refusals;
  private final List<Long> keys = new ArrayList<>();
  private long lookUps;

  void addRow(LogRecord event) {
    addRow(Shop.row(event));
  }

  void addRow(StoredRow row) {
    rows.put(Objects.requireNonNull(row.values()[0]), row);
  }

  /** A row of another table than the first one; its key are the event's first two fields. */
  void addRow(int table, StoredRow row) {
    others.computeIfAbsent(table, number -> new HashMap<>()).put(key(row.values()), row);
  }

  private static List<ByteBuffer> key(@Nullable ByteBuffer[] values) {
    return List.of(Objects.requireNonNull(values[0]), Objects.requireNonNull(values[1]));
  }

  /** No table has a row any more. */
  void clear() {
    rows.clear();
    others.clear();
  }

  void addLetter(RecordPosition position) {
    letters.add(position);
  }

  /** The letter of a record that the consumer was told to skip. */
  void addSkipped(RecordPosition position) {
    skipped.add(position);
  }

  /** One that a version filed which took a refused replay for the letter that it replays. */
  void addFormerLetter(RecordPosition position) {
    letters.add(position);
    formerLetters.add(position);
  }

  /** The next look-ups get no answer. */
  void refuse(int lookUps) {
    refusals = lookUps;
  }

  /** Keys of the rows looked up, in that order; a test may clear it. */
  List<Long> keys() {
    return keys;
  }

  long lookUps() {
    return lookUps;
  }

  @Override
  public CompletionStage<Optional<StoredRow>> row(int table, @Nullable ByteBuffer[] values) {
    ByteBuffer key = Objects.requireNonNull(values[0]);
    keys.add(key.getLong(key.position()));
    return answer(
        Optional.ofNullable(
            table == 0 ? rows.get(key) : others.getOrDefault(table, Map.of()).get(key(values))));
  }

  @Override
  public CompletionStage<Boolean> deadLetter(RecordPosition position, long time) {
    return answer(letters.contains(position));
  }

  @Override
  public CompletionStage<Boolean> formerLetter(RecordPosition position, long time) {
    return answer(formerLetters.contains(position));
  }

  @Override
  public OptionalLong lastSkipped(RecordPosition first) {
    RecordPosition next = first;
    while (skipped.contains(next)) {
      next = new RecordPosition(next.topic(), next.partition(), next.offset() + 1);
    }
    return next.equals(first) ? OptionalLong.empty() : OptionalLong.of(next.offset() - 1);
  }

  private <T> CompletionStage<T> answer(T answer) {
    lookUps++;
    if (refusals > 0) {
      refusals--;
      return CompletableFuture.failedStage(new IllegalStateException("busy"));
    }
    return CompletableFuture.completedStage(answer);
  }
}
