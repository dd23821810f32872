package io.tributary.verifier.lookup;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The table and the dead letters of a pipeline in a real Cassandra. */
public final class CassandraOutcomeLookup implements OutcomeLookup {
  private final CqlSession session;
  private final String pipeline;
  private final int fields;
  private final int timedFields;

  /** Position among the fields of each part of the table's key. */
  private final int[] key;

  private final PreparedStatement selectRow;
  private final PreparedStatement selectLetter;

  /**
   * @throws CommandFailedException when the tables are not there
   */
  public CassandraOutcomeLookup(CqlSession session, Pipeline pipeline)
      throws CommandFailedException {
    this.session = session;
    this.pipeline = pipeline.name();
    TableCql table = new TableCql(pipeline);
    List<String> names = pipeline.event().fields().stream().map(Field::name).toList();
    this.fields = names.size();
    this.timedFields = table.timedFields().size();
    this.key = pipeline.table().key().stream().mapToInt(names::indexOf).toArray();
    this.selectRow = prepare(session, table.selectByKey());
    this.selectLetter =
        prepare(session, new DeadLetterCql(pipeline.table().keyspace()).selectComplete());
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
  public CompletionStage<Optional<StoredRow>> row(@Nullable ByteBuffer[] values) {
    BoundStatementBuilder select = selectRow.boundStatementBuilder();
    for (int marker = 0; marker < key.length; marker++) {
      ByteBuffer value = values[key[marker]];
      select = select.setBytesUnsafe(marker, value == null ? null : value.duplicate());
    }
    return session
        .executeAsync(select.build())
        .thenApply(found -> Optional.ofNullable(found.one()).map(this::stored));
  }

  private StoredRow stored(Row row) {
    @Nullable ByteBuffer[] values = new ByteBuffer[fields];
    for (int field = 0; field < fields; field++) {
      values[field] = row.getBytesUnsafe(field);
    }
    long newest = Long.MIN_VALUE;
    for (int column = fields; column < fields + timedFields; column++) {
      if (!row.isNull(column)) {
        newest = Math.max(newest, row.getLong(column));
      }
    }
    return new StoredRow(values, newest);
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
