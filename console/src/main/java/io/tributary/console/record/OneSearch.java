package io.tributary.console.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.record.RecordTrace.InTable;
import io.tributary.console.record.RecordTrace.Match;
import io.tributary.console.record.RecordTrace.Outcome;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.Receipt;
import io.tributary.verifier.lookup.StoredRow;
import io.tributary.verifier.lookup.TableColumns;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** One search for one record. For one thread, once. */
final class OneSearch {
  private static final int OFFSETS_PER_MILLISECOND = 1_000;
  private static final int BATCH = 500;

  private final Pipeline pipeline;
  private final RecordQuery query;
  private final Questions questions;

  OneSearch(Pipeline pipeline, RecordQuery query, Questions questions) {
    this.pipeline = pipeline;
    this.query = query;
    this.questions = questions;
  }

  RecordTrace byPosition(RecordPosition position) {
    if (!pipeline.topic().names().contains(position.topic())) {
      questions.note(
          "Pipeline %s has the topics %s."
              .formatted(pipeline.name(), String.join(" and ", pipeline.topic().names())));
    }
    return at(position).map(this::follow).orElseGet(() -> ofLetterAlone(position));
  }

  private Optional<TopicRecord> at(RecordPosition position) {
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    Optional<Map<TopicPartition, TopicReader.Held>> topic = questions.held(position.topic());
    if (topic.isEmpty()) {
      return Optional.empty();
    }
    TopicReader.@Nullable Held held = topic.get().get(partition);
    if (held == null) {
      questions.note("Kafka has no partition %s.".formatted(partition));
    } else if (position.offset() < held.first()) {
      questions.note(
          "Kafka no longer has the record: %s begins at offset %s."
              .formatted(partition, held.first()));
    } else if (position.offset() >= held.end()) {
      questions.note(
          "Kafka has no such record yet: the next one of %s gets offset %s."
              .formatted(partition, held.end()));
    } else {
      Optional<TopicRecord> first =
          questions
              .read(partition, position.offset(), 1)
              .flatMap(batch -> batch.records().stream().findFirst())
              .filter(record -> record.position().equals(position));
      if (first.isEmpty() && !questions.isUnanswered()) {
        questions.note(
            "There is no record at this offset: it was compacted away, or belongs to a transaction.");
      }
      return first;
    }
    return Optional.empty();
  }

  private RecordTrace ofLetterAlone(RecordPosition position) {
    Optional<DeadLetter> letter = questions.letter(position, Optional.empty());
    if (letter.isPresent()) {
      return trace(Outcome.DEAD_LETTER, said(letter.get()), null, List.of(), letter, null);
    }
    questions.note("Cassandra finds rows by their key: search by the record's key to see its row.");
    return questions.isUnanswered()
        ? nothing(Outcome.NOT_KNOWN, "What became of it is not known now.")
        : nothing(Outcome.NOT_FOUND, "Kafka has no record there, and there is no dead letter.");
  }

  RecordTrace byKey(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    Optional<@Nullable ByteBuffer[]> values = KeyValues.of(pipeline, key);
    if (values.isEmpty()) {
      questions.note(
          "%s is no value of the key field %s, which is of type %s."
              .formatted(
                  "This text", pipeline.event().key(), pipeline.event().keyField().type().word()));
    }
    int table = tableWithTheKeyAlone();
    if (table < 0) {
      questions.note(
          "Each table's key has more than %s, so that its rows cannot be found by it."
              .formatted(pipeline.event().key()));
    }
    Optional<StoredRow> row =
        values.isEmpty() || table < 0
            ? Optional.empty()
            : questions.row(table, values.get()).flatMap(found -> found);
    Optional<TopicRecord> record =
        row.flatMap(found -> written(bytes, found.writeTime()))
            .or(
                () ->
                    newest(
                        bytes,
                        candidate ->
                            row.isEmpty() || candidate.writeTime() == row.get().writeTime()));
    if (record.isPresent()) {
      return follow(record.get());
    }
    if (row.isPresent()) {
      InTable found =
          new InTable(
              pipeline.tables().get(table), Match.THIS, row.get().writeTime(), List.of(), false);
      return trace(
          Outcome.ROW,
          "Cassandra has the row; its record was not found in Kafka.",
          null,
          List.of(found),
          Optional.empty(),
          null);
    }
    return questions.isUnanswered()
        ? nothing(Outcome.NOT_KNOWN, "Where it is is not known now.")
        : nothing(
            Outcome.NOT_FOUND, "There is no row with this key, and no record of late has it.");
  }

  private int tableWithTheKeyAlone() {
    List<String> key = List.of(pipeline.event().key());
    for (int table = 0; table < pipeline.tables().size(); table++) {
      if (pipeline.tables().get(table).key().equals(key)) {
        return table;
      }
    }
    return -1;
  }

  /** The record whose row has this write time. */
  private Optional<TopicRecord> written(byte[] key, long writeTime) {
    String topic = pipeline.topic().name();
    Optional<Map<TopicPartition, TopicReader.Held>> held = questions.held(topic);
    if (held.isEmpty() || held.get().isEmpty()) {
      return Optional.empty();
    }
    int usual = partition(key, held.get().size());
    Optional<TopicRecord> found =
        written(new TopicPartition(topic, usual), key, writeTime, RecordSearch.MOST_AT_TIME);
    int others = 0;
    for (int other = 0; other < held.get().size() && found.isEmpty(); other++) {
      if (other != usual && others < RecordSearch.MOST_OTHER_PARTITIONS) {
        others++;
        found =
            written(new TopicPartition(topic, other), key, writeTime, RecordSearch.MOST_ELSEWHERE);
      }
    }
    if (found.isEmpty()) {
      questions.note(
          String.format(
              Locale.ROOT,
              "Kafka was searched at the time of the row, %s: it has no record with this key and time there. It may have been removed, or be the replay of a dead letter.",
              Instant.ofEpochMilli(writeTime / OFFSETS_PER_MILLISECOND)));
    }
    return found;
  }

  /**
   * Looks only at offsets that the write time allows: it has the offset modulo 1,000 in its last
   * digits.
   */
  private Optional<TopicRecord> written(
      TopicPartition partition, byte[] key, long writeTime, int most) {
    OptionalLong start = questions.at(partition, writeTime / OFFSETS_PER_MILLISECOND);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    long offset =
        start.getAsLong()
            + Math.floorMod(writeTime - start.getAsLong(), (long) OFFSETS_PER_MILLISECOND);
    for (int read = 0; read < most; read++) {
      Optional<TopicRecord> next =
          questions
              .read(partition, offset, 1)
              .flatMap(batch -> batch.records().stream().findFirst());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      if (next.get().writeTime() == writeTime && Arrays.equals(next.get().key(), key)) {
        return next;
      }
      offset += OFFSETS_PER_MILLISECOND;
    }
    return Optional.empty();
  }

  /** The newest record with a key among the last ones of its partition in either topic. */
  private Optional<TopicRecord> newest(byte[] key, Predicate<TopicRecord> wanted) {
    Optional<TopicRecord> newest = Optional.empty();
    for (String topic : pipeline.topic().names()) {
      Map<TopicPartition, TopicReader.Held> held = questions.held(topic).orElseGet(Map::of);
      if (held.isEmpty()) {
        continue;
      }
      TopicPartition partition = new TopicPartition(topic, partition(key, held.size()));
      TopicReader.Held range = held.getOrDefault(partition, new TopicReader.Held(0, 0));
      long from = Math.max(range.first(), range.end() - RecordSearch.MOST_OF_TAIL);
      List<TopicRecord> found =
          search(
              partition,
              from,
              RecordSearch.MOST_OF_TAIL,
              record -> Arrays.equals(record.key(), key) && wanted.test(record),
              false);
      questions.note(
          range.end() == range.first()
              ? "%s has no records.".formatted(partition)
              : String.format(
                  Locale.ROOT,
                  "The newest records of %s were searched, from offset %d to %d%s.",
                  partition,
                  from,
                  range.end() - 1,
                  from > range.first() ? "; it has older ones" : ""));
      if (!found.isEmpty()) {
        TopicRecord last = found.get(found.size() - 1);
        if (newest.isEmpty() || newest.get().published() < last.published()) {
          newest = Optional.of(last);
        }
      }
    }
    return newest;
  }

  /**
   * Reads records until one is wanted, or all that are.
   *
   * @param most records to read
   */
  private List<TopicRecord> search(
      TopicPartition partition,
      long from,
      long most,
      Predicate<TopicRecord> wanted,
      boolean firstOnly) {
    List<TopicRecord> found = new ArrayList<>();
    long left = most;
    long next = from;
    while (left > 0) {
      Optional<TopicReader.Batch> batch =
          questions.read(partition, next, (int) Math.min(BATCH, left));
      if (batch.isEmpty() || batch.get().next() <= next) {
        break;
      }
      for (TopicRecord record : batch.get().records()) {
        if (wanted.test(record)) {
          found.add(record);
          if (firstOnly) {
            return found;
          }
        }
      }
      left -= Math.max(1, batch.get().records().size());
      next = batch.get().next();
    }
    return found;
  }

  /** Kafka's usual partitioner. */
  private static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  RecordTrace byCursor(String cursor, Optional<String> run) {
    List<Receipt> receipts = questions.receipts(run, RecordSearch.MOST_RUNS);
    List<Receipt> possible =
        receipts.stream().filter(receipt -> SourcePlace.mayBeIn(cursor, receipt)).toList();
    if (possible.isEmpty()) {
      if (!questions.isUnanswered()) {
        questions.note(noRun(run, receipts));
      }
    }
    long ranges = possible.stream().map(Receipt::offsets).mapToLong(Collection::size).sum();
    for (Receipt receipt : possible) {
      Optional<TopicRecord> found =
          inRun(receipt, cursor, RecordSearch.MOST_OF_RUNS / Math.max(1, ranges));
      if (found.isPresent()) {
        return follow(found.get());
      }
    }
    return questions.isUnanswered()
        ? nothing(Outcome.NOT_KNOWN, "Where it is is not known now.")
        : nothing(Outcome.NOT_FOUND, "No record with this cursor was found.");
  }

  private static String noRun(Optional<String> run, List<Receipt> receipts) {
    if (run.isPresent()) {
      return receipts.isEmpty()
          ? "Run %s has no receipt on record: it is of another pipeline, still runs, or is too old."
              .formatted(run.get())
          : "Run %s has not read this place of the source.".formatted(run.get());
    }
    return receipts.isEmpty()
        ? "No run of this month or the last has a receipt on record: give the run too."
        : "None of the last runs with a receipt (%s) has read this place of the source: give the run too."
            .formatted(receipts.size());
  }

  private Optional<TopicRecord> inRun(Receipt receipt, String cursor, long most) {
    for (var range : receipt.offsets()) {
      TopicPartition partition = new TopicPartition(range.topic(), range.partition());
      long offsets = range.last() - range.first() + 1;
      long from = range.first();
      if (offsets > most) {
        // pages are published in their order, about
        long middle = (long) (SourcePlace.share(cursor, receipt) * offsets);
        from += Math.max(0, Math.min(middle - most / 2, offsets - most));
        questions.note(
            String.format(
                Locale.ROOT,
                "Run %s has offsets %d to %d of %s, of which %d to %d were searched: give the record's key or its place in Kafka if it is not found.",
                receipt.runId(),
                range.first(),
                range.last(),
                partition,
                from,
                from + most - 1));
      }
      List<TopicRecord> found =
          search(
              partition,
              from,
              Math.min(most, offsets),
              record ->
                  record.header(EventHeaders.SOURCE_CURSOR).equals(Optional.of(cursor))
                      && record.header(EventHeaders.RUN_ID).equals(Optional.of(receipt.runId())),
              true);
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }

  /** What became of a record that Kafka has. */
  private RecordTrace follow(TopicRecord record) {
    Optional<DeadLetter> letter =
        questions.letter(record.position(), Optional.of(Instant.ofEpochMilli(record.time())));
    if (letter.isPresent()) {
      return trace(Outcome.DEAD_LETTER, said(letter.get()), record, List.of(), letter, null);
    }
    if (questions.isUnanswered()) {
      return unknown(record, List.of());
    }
    if (record.position().topic().equals(pipeline.topic().name())) {
      Optional<Decoded> decoded = questions.decode(record);
      if (decoded.isEmpty()) {
        return unknown(record, List.of());
      }
      if (decoded.get() instanceof Decoded.Row row) {
        return followRow(record, row.values());
      }
      if (decoded.get() instanceof Decoded.Deletion deletion) {
        return followDeletion(record, deletion.values());
      }
      questions.note("It cannot be a row by the definition as it is now.");
    }
    return notLanded(record, List.of());
  }

  private RecordTrace followRow(TopicRecord record, @Nullable ByteBuffer[] values) {
    Optional<List<InTable>> tables = tables(record, values);
    if (tables.isEmpty()) {
      return unknown(record, List.of());
    }
    InTable main = tables.get().get(0);
    boolean missing =
        tables.get().stream()
            .anyMatch(
                table ->
                    !table.expired()
                        && (table.match() == Match.NONE || table.match() == Match.OLDER));
    if (missing) {
      return deletion(record)
          .map(
              by ->
                  trace(
                      Outcome.DELETED,
                      "A later record deleted its row.",
                      record,
                      tables.get(),
                      Optional.empty(),
                      by))
          .orElseGet(() -> notLanded(record, tables.get()));
    }
    if (main.match() == Match.NEWER) {
      byte @Nullable [] key = record.key();
      return trace(
          Outcome.SUPERSEDED,
          "A newer record with the same key has the row.",
          record,
          tables.get(),
          Optional.empty(),
          key == null ? null : written(key, main.writeTime()).orElse(null));
    }
    return main.match() == Match.THIS
        ? trace(
            Outcome.ROW,
            tables.get().size() == 1
                ? "It is a row."
                : "It is a row in %s tables.".formatted(tables.get().size()),
            record,
            tables.get(),
            Optional.empty(),
            null)
        : trace(
            Outcome.EXPIRED,
            "Its row has lived as long as the definition says.",
            record,
            tables.get(),
            Optional.empty(),
            null);
  }

  private RecordTrace followDeletion(TopicRecord record, @Nullable ByteBuffer[] values) {
    Optional<List<InTable>> tables = tables(record, values);
    if (tables.isEmpty()) {
      return unknown(record, List.of());
    }
    InTable main = tables.get().get(0);
    if (main.match() == Match.NEWER) {
      byte @Nullable [] key = record.key();
      return trace(
          Outcome.SUPERSEDED,
          "It deletes the row of its key; a newer record has written the row again.",
          record,
          tables.get(),
          Optional.empty(),
          key == null ? null : written(key, main.writeTime()).orElse(null));
    }
    boolean gone = tables.get().stream().allMatch(table -> table.match() != Match.OLDER);
    Optional<Boolean> processed = questions.isProcessed(record.position());
    return gone && processed.orElse(true)
        ? trace(
            Outcome.DELETION,
            "It deletes the row of its key, and there is none.",
            record,
            tables.get(),
            Optional.empty(),
            null)
        : notLanded(record, tables.get());
  }

  /** Its row in each table; nothing where Cassandra did not answer. */
  private Optional<List<InTable>> tables(TopicRecord record, @Nullable ByteBuffer[] values) {
    List<InTable> tables = new ArrayList<>();
    for (int number = 0; number < pipeline.tables().size(); number++) {
      Optional<Optional<StoredRow>> row = questions.row(number, values);
      if (row.isEmpty()) {
        return Optional.empty();
      }
      Table table = pipeline.tables().get(number);
      TableColumns columns = new TableColumns(pipeline.event(), table);
      boolean expired = columns.isExpired(record.time(), System.currentTimeMillis());
      tables.add(
          row.get()
              .map(
                  found -> {
                    Match match = match(found.writeTime(), record.writeTime());
                    return new InTable(
                        table,
                        match,
                        found.writeTime(),
                        match == Match.THIS ? columns.differing(values, found) : List.of(),
                        expired);
                  })
              .orElseGet(() -> new InTable(table, Match.NONE, 0, List.of(), expired)));
    }
    return Optional.of(tables);
  }

  private static Match match(long rowTime, long recordTime) {
    if (rowTime == recordTime) {
      return Match.THIS;
    }
    return rowTime > recordTime ? Match.NEWER : Match.OLDER;
  }

  /** The first later record that deletes the row. */
  private Optional<TopicRecord> deletion(TopicRecord record) {
    byte @Nullable [] key = record.key();
    if (!pipeline.event().deletes().any() || key == null) {
      return Optional.empty();
    }
    RecordPosition position = record.position();
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    List<TopicRecord> found =
        search(
            partition,
            position.offset() + 1,
            RecordSearch.MOST_AFTER,
            later ->
                Arrays.equals(later.key(), key)
                    && later.writeTime() >= record.writeTime()
                    && questions.decode(later).orElse(null) instanceof Decoded.Deletion,
            true);
    if (found.isEmpty()) {
      questions.note(
          String.format(
              Locale.ROOT,
              "The %,d records after it in %s were searched for one that deletes its row, as far as there are so many.",
              RecordSearch.MOST_AFTER,
              partition));
    }
    return found.stream().findFirst();
  }

  private RecordTrace notLanded(TopicRecord record, List<InTable> tables) {
    Optional<Boolean> processed = questions.isProcessed(record.position());
    if (processed.isEmpty()) {
      questions.note(
          "Whether the consumer has processed the record is not known: its group has no offset of this partition.");
      return trace(
          Outcome.NOT_KNOWN,
          "It is neither a row nor a dead letter, perhaps not yet.",
          record,
          tables,
          Optional.empty(),
          null);
    }
    return processed.get()
        ? trace(
            Outcome.MISSING,
            "The consumer has processed it, and it is neither a row nor a dead letter: verify its run.",
            record,
            tables,
            Optional.empty(),
            null)
        : trace(
            Outcome.NOT_PROCESSED,
            "The consumer has not come to it yet.",
            record,
            tables,
            Optional.empty(),
            null);
  }

  private RecordTrace unknown(TopicRecord record, List<InTable> tables) {
    return trace(
        Outcome.NOT_KNOWN,
        "It is in Kafka; what became of it is not known now.",
        record,
        tables,
        Optional.empty(),
        null);
  }

  private static String said(DeadLetter letter) {
    return switch (letter.state()) {
      case DeadLetterCql.REPLAYED -> "It was a dead letter, and has been replayed.";
      case DeadLetterCql.DISCARDED -> "It is a dead letter that was discarded.";
      default -> "It is a dead letter: %s.".formatted(letter.reason());
    };
  }

  private RecordTrace nothing(Outcome outcome, String said) {
    return trace(outcome, said, null, List.of(), Optional.empty(), null);
  }

  private RecordTrace trace(
      Outcome outcome,
      String said,
      @Nullable TopicRecord record,
      List<InTable> tables,
      Optional<DeadLetter> letter,
      @Nullable TopicRecord successor) {
    Optional<ObjectNode> event = record == null ? Optional.empty() : event(record);
    return new RecordTrace(
        pipeline,
        query,
        outcome,
        said,
        Optional.ofNullable(record),
        event,
        tables,
        letter,
        Optional.ofNullable(successor),
        questions.limits());
  }

  /** The values of an event that nobody can read as they are, such as Avro's. */
  private Optional<ObjectNode> event(TopicRecord record) {
    boolean isJson =
        record.value() == null || record.value().length == 0 || record.value()[0] == '{';
    return isJson || record.schemaId(pipeline).isEmpty()
        ? Optional.empty()
        : questions
            .decode(record)
            .filter(Decoded.Row.class::isInstance)
            .map(row -> EventValues.json(pipeline, ((Decoded.Row) row).values()));
  }
}
