package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes rows of one pipeline through a session, by statements prepared once. */
public final class PreparedWrites implements WriteRequests {
  private final CqlSession session;
  private final ConsistencyLevel consistency;
  private final List<Insert> inserts;

  /** None where no record deletes. */
  private final List<PreparedStatement> deletes;

  private final PreparedStatement deadLetters;
  private final LetterLifetime lifetime;

  /**
   * Into one of the pipeline's tables.
   *
   * @param lifetime of its rows, if they expire
   */
  private record Insert(PreparedStatement statement, @Nullable RowLifetime lifetime) {}

  private PreparedWrites(
      CqlSession session,
      ConsistencyLevel consistency,
      List<Insert> inserts,
      List<PreparedStatement> deletes,
      PreparedStatement deadLetters,
      LetterLifetime lifetime) {
    this.session = session;
    this.consistency = consistency;
    this.inserts = inserts;
    this.deletes = deletes;
    this.deadLetters = deadLetters;
    this.lifetime = lifetime;
  }

  /**
   * Asks Cassandra to prepare the statements; throws the driver's exceptions.
   *
   * @param lifetime of dead letters
   * @param latestExpiry {@link ServerLimits#latestExpiry}
   */
  public static PreparedWrites prepare(
      CqlSession session,
      Pipeline pipeline,
      ConsistencyLevel consistency,
      LetterLifetime lifetime,
      Instant latestExpiry) {
    DeadLetterCql letters = new DeadLetterCql(pipeline.keyspace());
    List<Insert> inserts = new ArrayList<>();
    for (Table table : pipeline.tables()) {
      inserts.add(
          new Insert(
              prepare(session, new TableCql(pipeline.event(), table).insert(), consistency),
              table
                  .ttl()
                  .map(ttl -> new RowLifetime(table.fullName(), ttl, latestExpiry, Instant::now))
                  .orElse(null)));
    }
    List<PreparedStatement> deletes = new ArrayList<>();
    if (pipeline.event().deletes().any()) {
      for (TableCql table : TableCql.ofAll(pipeline)) {
        deletes.add(prepare(session, table.deleteUpTo(), consistency));
      }
    }
    return new PreparedWrites(
        session,
        consistency,
        inserts,
        deletes,
        prepare(
            session,
            lifetime.isLimited() ? letters.insertExpiring() : letters.insert(),
            consistency),
        lifetime);
  }

  private static PreparedStatement prepare(
      CqlSession session, String statement, ConsistencyLevel consistency) {
    return session.prepare(
        SimpleStatement.newInstance(statement)
            .setConsistencyLevel(consistency)
            .setIdempotent(true));
  }

  @Override
  public CompletionStage<?> send(List<Row> rows) {
    if (rows.size() == 1) {
      return session.executeAsync(bind(rows.get(0)));
    }
    List<BatchableStatement<?>> statements = new ArrayList<>(rows.size());
    for (Row row : rows) {
      statements.add(bind(row));
    }
    return session.executeAsync(
        BatchStatement.newInstance(BatchType.UNLOGGED, statements)
            .setConsistencyLevel(consistency)
            .setIdempotent(true));
  }

  private PreparedStatement statement(Target target) {
    return switch (target.kind()) {
      case INSERT -> inserts.get(target.table()).statement();
      case DELETE -> deletes.get(target.table());
      case DEAD_LETTER -> deadLetters;
    };
  }

  private BoundStatement bind(Row row) {
    Target target = row.target();
    BoundStatementBuilder bound = statement(target).boundStatementBuilder();
    @Nullable ByteBuffer[] values = row.values();
    // CQL has the time of a delete before its key
    boolean isTimeFirst = target.isDeletion();
    for (int i = 0; i < values.length; i++) {
      bound = bound.setBytesUnsafe(isTimeFirst ? i + 1 : i, values[i]);
    }
    ByteBuffer writeTime =
        TypeCodecs.BIGINT.encodePrimitive(row.writeTime(), ProtocolVersion.DEFAULT);
    bound = bound.setBytesUnsafe(isTimeFirst ? 0 : values.length, writeTime);
    if (target.isDeadLetter() && lifetime.isLimited()) {
      bound = bound.setInt(values.length + 1, lifetime.seconds());
    } else if (target.kind() == Target.Kind.INSERT) {
      RowLifetime ofRow = inserts.get(target.table()).lifetime();
      if (ofRow != null) {
        bound = bound.setInt(values.length + 1, ofRow.seconds(row.createTime()));
      }
    }
    return bound.build();
  }
}
