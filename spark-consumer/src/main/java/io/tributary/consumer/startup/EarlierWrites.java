package io.tributary.consumer.startup;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.AccessFailure;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks Cassandra whether a pipeline has written anything before. */
final class EarlierWrites {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final CqlSession session;
  private final CassandraConnection address;
  private final Duration wait;
  private final Consumer<Waiting> progress;

  /**
   * @param address of the session, for messages
   * @param wait how long tables may take to be there: cassandra-init may run at the same time
   * @param progress told with each try what is waited for
   */
  EarlierWrites(
      CqlSession session, CassandraConnection address, Duration wait, Consumer<Waiting> progress) {
    this.session = session;
    this.address = address;
    this.wait = wait;
    this.progress = progress;
  }

  /**
   * @throws CommandFailedException when the tables are not there in time, or may not be read
   */
  boolean of(Pipeline pipeline) throws CommandFailedException, InterruptedException {
    try {
      // not only InvalidQueryException: a table that is being created gives server errors
      Retry retry = new Retry(wait, Backoff.every(BETWEEN_TRIES));
      return retry.call(
          () -> hasRow(pipeline) || hasLetter(pipeline),
          failed -> failed instanceof DriverException refused && !isForbidden(refused),
          failed ->
              progress.accept(
                  retry.waitingFor(
                      "the tables of the pipeline " + pipeline.name(),
                      String.valueOf(failed.getMessage()))));
    } catch (DriverException missing) {
      if (AccessFailure.of(missing).isPresent()) {
        throw new CommandFailedException(AccessFailure.sentence(address, missing), missing);
      }
      throw new CommandFailedException(
          "the tables of the pipeline %s are not as defined (%s): run cassandra-init"
              .formatted(pipeline.name(), missing.getMessage()),
          missing);
    }
  }

  private static boolean isForbidden(DriverException failed) {
    return AccessFailure.of(failed).equals(Optional.of(AccessFailure.PERMISSION_MISSING));
  }

  private boolean hasRow(Pipeline pipeline) {
    boolean any = false;
    // all are asked, so that one that is not there yet is waited for
    for (TableCql table : TableCql.ofAll(pipeline)) {
      any |= session.execute(table.selectAnyKey()).one() != null;
    }
    return any;
  }

  private boolean hasLetter(Pipeline pipeline) {
    DeadLetterCql letters = new DeadLetterCql(pipeline.keyspace());
    for (Row bucket : session.execute(letters.selectBuckets())) {
      if (pipeline.name().equals(bucket.getString("pipeline"))) {
        return true;
      }
    }
    return false;
  }
}
