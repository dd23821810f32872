package io.tributary.verifier.outcome;

import io.tributary.model.count.Hash;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.log.LogRecord;
import io.tributary.verifier.log.OffsetSpan;
import io.tributary.verifier.log.RecordLog;
import io.tributary.verifier.log.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of a topic that delete rows, from where the verified records begin to the topic's
 * end: a row that is gone may be gone because of one of them, of the same run or a later one.
 * Records of one row are in one partition, so only partitions with verified records are read. Of
 * each deletion only a hash of the row's key is kept, with its place and time. One thread reads;
 * others may ask.
 */
public final class LaterDeletes implements AutoCloseable {
  /** Kept at most, of each table; each takes about 200 bytes. */
  static final int MOST = 300_000;

  /** More than one, since the newest may be a dead letter, which deletes nothing. */
  private static final int MOST_OF_A_ROW = 8;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Comparator<Deletion> NEWEST_FIRST =
      Comparator.comparingLong(Deletion::writeTime).reversed();

  /** Opens the topics a second time, beside the reading of what is verified. */
  public interface Opening {
    RecordLog open() throws CommandFailedException;
  }

  /**
   * A record that deletes a row.
   *
   * @param time that it counts with, milliseconds since the epoch
   * @param writeTime of the delete, microseconds since the epoch
   */
  record Deletion(RecordPosition position, long time, long writeTime) {}

  private final Opening log;
  private final RecordDecoder decoder;
  private final String topic;
  private final int[][] keys;
  private final int most;

  /** The next offset of each partition that is read. */
  private final Map<Integer, Long> next = new HashMap<>();

  private final Map<Long, List<Deletion>> byRow = new ConcurrentHashMap<>();
  private @Nullable RecordLog opened;
  private long kept;
  private long notKept;

  /**
   * @param schemas asked for those that records name
   * @param verified what is verified; nothing before its first offsets is read
   */
  public LaterDeletes(
      Opening log, Pipeline pipeline, WriterSchemas schemas, List<OffsetSpan> verified) {
    this(log, pipeline, schemas, verified, MOST);
  }

  LaterDeletes(
      Opening log, Pipeline pipeline, WriterSchemas schemas, List<OffsetSpan> verified, int most) {
    this.log = log;
    this.most = most;
    decoder = new RecordDecoder(pipeline, schemas);
    topic = pipeline.topic().name();
    List<String> fields = pipeline.event().fields().stream().map(Field::name).toList();
    keys =
        pipeline.tables().stream()
            .map(Table::key)
            .map(key -> key.stream().mapToInt(fields::indexOf).toArray())
            .toArray(int[][]::new);
    verified.stream()
        .filter(span -> span.topic().equals(topic) && span.offsets() > 0)
        .forEach(span -> next.put(span.partition(), span.first()));
  }

  /**
   * Reads on to the end that the topic has now, or to where an open transaction holds it back.
   *
   * @param progress called often
   * @return whether there are more deletes than before
   * @throws CommandFailedException when Kafka does not answer
   */
  boolean readOn(Runnable progress) throws CommandFailedException, InterruptedException {
    long before = kept;
    RecordLog.Reading reading = log().read(unread());
    while (!reading.isDone() && reading.heldBack().isEmpty()) {
      for (LogRecord record : nextOf(reading)) {
        next.put(record.position().partition(), record.position().offset() + 1);
        add(record);
      }
      progress.run();
    }
    return kept > before;
  }

  private RecordLog log() throws CommandFailedException {
    if (opened == null) {
      opened = log.open();
    }
    return opened;
  }

  private List<OffsetSpan> unread() throws CommandFailedException {
    List<OffsetSpan> spans = new ArrayList<>();
    for (OffsetSpan held : log().held(List.of(topic))) {
      Long from = next.get(held.partition());
      if (from != null && from <= held.last()) {
        spans.add(
            new OffsetSpan(topic, held.partition(), Math.max(from, held.first()), held.last()));
      }
    }
    return spans;
  }

  /** A record that nobody can read deletes nothing that could be known. */
  private static List<LogRecord> nextOf(RecordLog.Reading reading) throws CommandFailedException {
    try {
      return reading.next(POLL);
    } catch (UnreadableRecordException unreadable) {
      reading.pass(unreadable.position(), unreadable.position().offset());
      return List.of();
    }
  }

  private void add(LogRecord record) throws InterruptedException {
    Decoded decoded = decoder.decode(record.key(), record.value(), record.schemaId());
    if (!(decoded instanceof Decoded.Deletion deletion)) {
      return;
    }
    if (kept >= most) {
      notKept++;
      return;
    }
    long time = WriteTime.countable(record.time());
    Deletion found =
        new Deletion(record.position(), time, WriteTime.micros(time, record.position().offset()));
    for (int table = 0; table < keys.length; table++) {
      long row = hash(table, deletion.values());
      List<Deletion> others = byRow.getOrDefault(row, List.of());
      List<Deletion> all = new ArrayList<>(others);
      all.add(found);
      all.sort(NEWEST_FIRST);
      List<Deletion> newest = List.copyOf(all.subList(0, Math.min(MOST_OF_A_ROW, all.size())));
      byRow.put(row, newest);
      kept += newest.size() - others.size();
    }
  }

  /**
   * What deletes a row that was written at {@code writeTime}, the newest first: Cassandra takes a
   * delete with the same time too.
   *
   * @param values of the row's record, one for each field
   */
  List<Deletion> of(int table, @Nullable ByteBuffer[] values, long writeTime) {
    return byRow.getOrDefault(hash(table, values), List.of()).stream()
        .filter(deletion -> deletion.writeTime() >= writeTime)
        .toList();
  }

  private long hash(int table, @Nullable ByteBuffer[] values) {
    long hash = Hash.add(Hash.START, new byte[] {(byte) table});
    for (int field : keys[table]) {
      ByteBuffer value = Objects.requireNonNull(values[field]);
      byte[] bytes = new byte[value.remaining()];
      value.duplicate().get(bytes);
      hash = Hash.add(hash, bytes);
    }
    return hash;
  }

  /** What was not kept, as a clause about rows that count as missing therefore. */
  public Optional<String> notKept() {
    return notKept == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the topic has %,d deletes more than the %,d that are kept in memory, and rows that"
                    + " only they explain count as missing; verify single runs",
                notKept,
                most));
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
