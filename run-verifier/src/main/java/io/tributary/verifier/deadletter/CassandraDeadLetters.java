package io.tributary.verifier.deadletter;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The dead letters of one pipeline in a real Cassandra. */
public final class CassandraDeadLetters implements DeadLetterStore {
  private static final long MICROS_PER_MILLI = 1_000;

  private final CqlSession session;
  private final DeadLetterCql cql;
  private final String pipeline;
  private @Nullable PreparedStatement selectOne;
  private @Nullable PreparedStatement changeState;

  public CassandraDeadLetters(CqlSession session, Pipeline pipeline) {
    this.session = session;
    this.cql = new DeadLetterCql(pipeline.keyspace());
    this.pipeline = pipeline.name();
  }

  @Override
  public void forEach(Selection selection, Each each)
      throws CommandFailedException, InterruptedException {
    if (selection.at().isPresent()) {
      Optional<DeadLetter> only =
          find(selection.at().get()).map(DeadLetterWithRecord::letter).filter(selection::includes);
      if (only.isPresent()) {
        each.take(only.get());
      }
      return;
    }
    NavigableMap<LocalDate, BitSet> days = days();
    PreparedStatement select = prepare(cql.selectBucket());
    for (Map.Entry<LocalDate, BitSet> day : days.entrySet()) {
      if (!selection.includes(day.getKey())) {
        continue;
      }
      for (int bucket : day.getValue().stream().toArray()) {
        // page by page: the driver fetches the next one as the rows are taken
        for (Row row : session.execute(select.bind(pipeline, day.getKey(), bucket))) {
          DeadLetter letter = letter(row);
          if (selection.includes(letter) && !each.take(letter)) {
            return;
          }
        }
      }
    }
  }

  /**
   * The letter of the record at a place, if there is one.
   *
   * @throws CommandFailedException when the table is not there
   */
  public Optional<DeadLetterWithRecord> find(RecordPosition position)
      throws CommandFailedException {
    NavigableMap<LocalDate, BitSet> days = days();
    int bucket = DeadLetterCql.bucket(position.offset());
    PreparedStatement select = selectOne();
    for (Map.Entry<LocalDate, BitSet> day : days.entrySet()) {
      if (day.getValue().get(bucket)) {
        Row row = session.execute(bind(select, position, day.getKey())).one();
        if (row != null) {
          return Optional.of(whole(row, day.getKey()));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public CompletionStage<Optional<DeadLetterWithRecord>> find(
      RecordPosition position, Instant recordTime) throws CommandFailedException {
    LocalDate day = DeadLetterCql.day(recordTime.toEpochMilli());
    return session
        .executeAsync(bind(selectOne(), position, day))
        .thenApply(found -> Optional.ofNullable(found.one()).map(row -> whole(row, day)));
  }

  @Override
  public CompletionStage<?> change(Change change) throws CommandFailedException {
    RecordPosition position = change.position();
    LetterVersion version = change.version();
    Instant now = Instant.now();
    long written =
        Math.max(now.toEpochMilli() * MICROS_PER_MILLI, Math.addExact(version.stateWritten(), 1));
    int expiresIn =
        version
            .expires()
            .map(then -> Math.max(1, Math.toIntExact(Duration.between(now, then).toSeconds())))
            .orElse(0);
    return session.executeAsync(
        changeState()
            .bind(
                written,
                expiresIn,
                change.state(),
                now,
                change.note(),
                change.tries(),
                pipeline,
                version.day(),
                DeadLetterCql.bucket(position.offset()),
                position.topic(),
                position.partition(),
                position.offset())
            .setIdempotent(true));
  }

  private BoundStatement bind(PreparedStatement select, RecordPosition position, LocalDate day) {
    return select.bind(
        pipeline,
        day,
        DeadLetterCql.bucket(position.offset()),
        position.topic(),
        position.partition(),
        position.offset());
  }

  private synchronized PreparedStatement selectOne() throws CommandFailedException {
    if (selectOne == null) {
      selectOne = prepare(cql.selectOne());
    }
    return selectOne;
  }

  private synchronized PreparedStatement changeState() throws CommandFailedException {
    if (changeState == null) {
      changeState = prepare(cql.changeState());
    }
    return changeState;
  }

  /** How many there are, in whatever state. */
  public long count() throws CommandFailedException, InterruptedException {
    LongAdder count = new LongAdder();
    forEach(
        Selection.ALL,
        letter -> {
          count.increment();
          return true;
        });
    return count.sum();
  }

  /** The days on which the pipeline has letters, the newest first, and each day's buckets. */
  private NavigableMap<LocalDate, BitSet> days() throws CommandFailedException {
    NavigableMap<LocalDate, BitSet> days = new TreeMap<>(Comparator.reverseOrder());
    for (Row row : session.execute(prepare(cql.selectBuckets()).bind())) {
      if (pipeline.equals(row.getString("pipeline"))) {
        days.computeIfAbsent(
                Objects.requireNonNull(row.getLocalDate("day")), unknown -> new BitSet())
            .set(row.getInt("bucket"));
      }
    }
    return days;
  }

  private PreparedStatement prepare(String statement) throws CommandFailedException {
    try {
      return session.prepare(statement);
    } catch (InvalidQueryException noTable) {
      throw new CommandFailedException(
          "Cassandra has no dead letters' table as this version needs it (%s): run cassandra-init"
              .formatted(noTable.getMessage()),
          noTable);
    }
  }

  private static DeadLetterWithRecord whole(Row row, LocalDate day) {
    Map<String, ByteBuffer> headers = row.getMap("headers", String.class, ByteBuffer.class);
    Optional<Instant> expires =
        row.isNull("expires_in")
            ? Optional.empty()
            : Optional.of(Instant.now().plusSeconds(row.getInt("expires_in")));
    @Nullable Boolean complete = row.isNull("complete") ? null : row.getBoolean("complete");
    DeadLetter letter = letter(row);
    return new DeadLetterWithRecord(
        letter,
        new LetterVersion(day, row.getLong("state_written"), expires),
        new RecordCopy(
            row.getByteBuffer("key"),
            row.getByteBuffer("value"),
            headers == null ? Map.of() : headers,
            RecordCopy.isComplete(complete, letter.detail())));
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        new RecordPosition(text(row, "topic"), row.getInt("partition"), row.getLong("offset")),
        text(row, "reason"),
        row.getString("field"),
        text(row, "detail"),
        Objects.requireNonNullElse(row.getInstant("record_time"), Instant.EPOCH),
        row.getString("run_id"),
        RecordPosition.parse(text(row, "replay_of")).orElse(null),
        text(row, "state"),
        row.getInstant("state_changed"),
        row.getString("state_note"),
        row.getInt("tries"));
  }

  private static String text(Row row, String column) {
    @Nullable String text = row.getString(column);
    return text == null ? "" : text;
  }
}
