package io.tributary.verifier.lookup;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.command.CommandFailedException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The tables and the dead letters of a pipeline in a real Cassandra. */
public final class CassandraOutcomeLookup implements OutcomeLookup {
  private final CqlSession session;
  private final String pipeline;
  private final List<RowSelect> rows = new ArrayList<>();
  private final DeadLetterCql letters;
  private final PreparedStatement selectLetter;
  private final PreparedStatement selectRange;

  /**
   * @throws CommandFailedException when the tables are not there
   */
  public CassandraOutcomeLookup(CqlSession session, Pipeline pipeline)
      throws CommandFailedException {
    this.session = session;
    this.pipeline = pipeline.name();
    List<String> names = pipeline.event().fields().stream().map(Field::name).toList();
    for (Table table : pipeline.tables()) {
      TableCql cql = new TableCql(pipeline.event(), table);
      rows.add(
          new RowSelect(
              prepare(session, cql.selectByKey()),
              table.key().stream().mapToInt(names::indexOf).toArray(),
              cql.fields().size(),
              cql.timedFields().size()));
    }
    this.letters = new DeadLetterCql(pipeline.keyspace());
    this.selectLetter = prepare(session, letters.selectComplete());
    this.selectRange = prepare(session, letters.selectRange());
  }

  private static PreparedStatement prepare(CqlSession session, String cql)
      throws CommandFailedException {
    try {
      return session.prepare(cql);
    } catch (InvalidQueryException noTable) {
      throw new CommandFailedException(
          "Cassandra has not what the definition asks for (%s): run cassandra-init"
              .formatted(noTable.getMessage()),
          noTable);
    }
  }

  @Override
  public CompletionStage<Optional<StoredRow>> row(int table, @Nullable ByteBuffer[] values) {
    RowSelect select = rows.get(table);
    return session
        .executeAsync(select.of(values))
        .thenApply(found -> Optional.ofNullable(found.one()).map(select::stored));
  }

  /**
   * How a row of one table is read.
   *
   * @param key position among the event's fields of each part of the table's key
   * @param columns how many there are
   * @param timed how many write times follow them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record RowSelect(PreparedStatement statement, int[] key, int columns, int timed) {

    BoundStatement of(@Nullable ByteBuffer[] values) {
      BoundStatementBuilder select = statement.boundStatementBuilder();
      for (int marker = 0; marker < key.length; marker++) {
        ByteBuffer value = values[key[marker]];
        select = select.setBytesUnsafe(marker, value == null ? null : value.duplicate());
      }
      return select.build();
    }

    StoredRow stored(Row row) {
      @Nullable ByteBuffer[] values = new ByteBuffer[columns];
      for (int column = 0; column < columns; column++) {
        values[column] = row.getBytesUnsafe(column);
      }
      long newest = Long.MIN_VALUE;
      for (int time = columns; time < columns + timed; time++) {
        if (!row.isNull(time)) {
          newest = Math.max(newest, row.getLong(time));
        }
      }
      return new StoredRow(values, newest);
    }
  }

  @Override
  public CompletionStage<Boolean> deadLetter(RecordPosition position, long time) {
    return letter(position, time).thenApply(Optional::isPresent);
  }

  @Override
  public CompletionStage<Boolean> formerLetter(RecordPosition position, long time) {
    return letter(position, time)
        .thenApply(letter -> letter.map(found -> found.isNull(0)).orElse(false));
  }

  @Override
  public OptionalLong lastSkipped(RecordPosition first) throws CommandFailedException {
    int bucket = DeadLetterCql.bucket(first.offset());
    NavigableSet<Long> skipped = new TreeSet<>();
    try {
      for (Row found : session.execute(letters.selectBuckets())) {
        if (pipeline.equals(found.getString("pipeline")) && found.getInt("bucket") == bucket) {
          for (Row letter : lettersFrom(first, found.getLocalDate("day"), bucket)) {
            if (Reason.SKIPPED.name().equals(letter.getString("reason"))) {
              skipped.add(letter.getLong("offset"));
            }
          }
        }
      }
    } catch (DriverException unanswered) {
      throw new CommandFailedException(
          "Cassandra gave no answer about %s (%s): see that it is well, then verify again"
              .formatted(first, unanswered.getMessage()),
          unanswered);
    }
    return unbroken(skipped, first.offset());
  }

  /** Those of one day and of the bucket of the first one. */
  private ResultSet lettersFrom(RecordPosition first, @Nullable LocalDate day, int bucket) {
    long offsets = DeadLetterCql.OFFSETS_IN_RANGE;
    return session.execute(
        selectRange.bind(
            pipeline,
            day,
            bucket,
            first.topic(),
            first.partition(),
            first.offset(),
            (first.offset() / offsets + 1) * offsets));
  }

  private static OptionalLong unbroken(NavigableSet<Long> offsets, long first) {
    long next = first;
    while (offsets.contains(next)) {
      next++;
    }
    return next == first ? OptionalLong.empty() : OptionalLong.of(next - 1);
  }

  private CompletionStage<Optional<Row>> letter(RecordPosition position, long time) {
    return session
        .executeAsync(
            selectLetter.bind(
                pipeline,
                DeadLetterCql.day(time),
                DeadLetterCql.bucket(position.offset()),
                position.topic(),
                position.partition(),
                position.offset()))
        .thenApply(found -> Optional.ofNullable(found.one()));
  }
}
