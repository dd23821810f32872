package io.tributary.console.record;

import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.Receipt;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import io.tributary.verifier.deadletter.LetterVersion;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.text.Printable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows, dead letters and runs in memory, as the consumer would have left them. */
final class FakeLandings implements Landings {
  private final Map<String, StoredRow> rows = new HashMap<>();
  private final Map<RecordPosition, DeadLetter> letters = new HashMap<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private boolean away;

  /** Writes the rows of a record. */
  void write(Pipeline pipeline, TopicRecord record) {
    Decoded.Row row = (Decoded.Row) new EventDecoder(pipeline).decode(record.key(), record.value());
    List<String> names = pipeline.event().fields().stream().map(Field::name).toList();
    for (int table = 0; table < pipeline.tables().size(); table++) {
      @Nullable ByteBuffer[] values =
          pipeline.tables().get(table).columns().stream()
              .map(column -> row.values()[names.indexOf(column)])
              .toArray(ByteBuffer[]::new);
      rows.put(key(pipeline, table, row.values()), new StoredRow(values, record.writeTime()));
    }
  }

  void delete(Pipeline pipeline, TopicRecord record) {
    Decoded.Deletion row =
        (Decoded.Deletion) new EventDecoder(pipeline).decode(record.key(), record.value());
    rows.remove(key(pipeline, 0, row.values()));
  }

  void file(DeadLetter letter) {
    letters.put(letter.position(), letter);
  }

  void finish(Receipt receipt) {
    receipts.add(0, receipt);
  }

  void goAway() {
    away = true;
  }

  private static String key(Pipeline pipeline, int table, @Nullable ByteBuffer[] values) {
    List<String> names = pipeline.event().fields().stream().map(Field::name).toList();
    StringBuilder key = new StringBuilder().append(table);
    for (String name : pipeline.tables().get(table).key()) {
      ByteBuffer value = values[names.indexOf(name)];
      key.append('/').append(value == null ? "" : Printable.of(value));
    }
    return key.toString();
  }

  @Override
  public Optional<StoredRow> row(Pipeline pipeline, int table, @Nullable ByteBuffer[] values)
      throws CommandFailedException {
    answer();
    return Optional.ofNullable(rows.get(key(pipeline, table, values)));
  }

  @Override
  public Optional<DeadLetterWithRecord> letter(
      Pipeline pipeline, RecordPosition position, Optional<Instant> recordTime)
      throws CommandFailedException {
    answer();
    return Optional.ofNullable(letters.get(position))
        .map(
            letter ->
                new DeadLetterWithRecord(
                    letter,
                    new LetterVersion(LocalDate.EPOCH, 0, Optional.empty()),
                    new RecordCopy(null, null, Map.of(), true)));
  }

  @Override
  public List<Receipt> receipts(Pipeline pipeline, Optional<String> run, int most)
      throws CommandFailedException {
    answer();
    return receipts.stream()
        .filter(receipt -> run.isEmpty() || run.get().equals(receipt.runId()))
        .limit(most)
        .toList();
  }

  private void answer() throws CommandFailedException {
    if (away) {
      throw new CommandFailedException("Cassandra at nowhere:9042 does not answer");
    }
  }
}
