package io.tributary.producer.record;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.RunCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunReport;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.time.Duration;

/** A run's place in the table of runs. */
public final class CassandraRunRecord implements RunRecordStore {
  private final CqlSession session;
  private final String insert;
  private final String pipeline;
  private final String runId;

  private CassandraRunRecord(CqlSession session, Pipeline pipeline, String runId) {
    this.session = session;
    this.insert = new RunCql(pipeline.keyspace()).insertReport();
    this.pipeline = pipeline.name();
    this.runId = runId;
  }

  /**
   * Connects, by one try.
   *
   * @throws CommandFailedException when Cassandra does not answer
   */
  public static CassandraRunRecord open(
      CassandraConnection connection, Pipeline pipeline, String runId)
      throws CommandFailedException, UsageException, InterruptedException {
    return new CassandraRunRecord(
        CassandraSessions.open(connection, Duration.ZERO, waiting -> {}), pipeline, runId);
  }

  @Override
  public void write(RunReport report) {
    session.execute(
        SimpleStatement.newInstance(insert, RunCql.markers(pipeline, runId, report))
            .setIdempotent(true));
  }

  @Override
  public void close() {
    // nobody waits for it: the process ends
    var unused = session.closeAsync();
  }
}
