package io.tributary.verifier.runs;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.model.cql.RunCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.run.RunRecord;
import io.tributary.model.run.RunReport;
import io.tributary.model.run.RunVerdict;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.report.VerificationReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The runs of a pipeline in Cassandra. */
public final class CassandraRuns {
  private final CqlSession session;
  private final String pipeline;
  private final RunCql cql;

  /**
   * @param session stays open
   */
  public CassandraRuns(CqlSession session, Pipeline pipeline) {
    this.session = session;
    this.pipeline = pipeline.name();
    this.cql = new RunCql(pipeline.keyspace());
  }

  /**
   * Keeps what a verification found, and the receipt: the producer may not have reached Cassandra.
   *
   * @throws CommandFailedException when it is not on record now
   */
  public void judged(Receipt receipt, VerificationReport report, Instant now)
      throws CommandFailedException {
    String month = RunCql.month(receipt.started());
    if (!isReported(receipt, month)) {
      RunReport run = RunReport.ended(receipt, failure(receipt));
      execute(cql.insertReport(), RunCql.markers(pipeline, receipt.runId(), run));
    }
    execute(
        cql.insertVerdict(),
        pipeline,
        month,
        receipt.runId(),
        report.verified(),
        now,
        report.why().orElse(null),
        report.json());
  }

  /** Whether the producer has said the same, and why it failed if it did. */
  private boolean isReported(Receipt receipt, String month) throws CommandFailedException {
    Row row = execute(cql.selectRun(), pipeline, month, receipt.runId()).one();
    return row != null && ReceiptJson.write(receipt).equals(row.getString("receipt"));
  }

  /** The receipt alone does not say why. */
  private static Optional<String> failure(Receipt receipt) {
    return receipt.complete()
        ? Optional.empty()
        : Optional.of("the run did not do all that it was asked to; see the producer's log");
  }

  /**
   * The runs that started in a month or the ones before, the latest first, without their receipts
   * and reports; a run that was tried in several months counts once.
   *
   * @param months how many, 1 or more
   * @throws CommandFailedException when Cassandra does not answer
   */
  public List<RunRecord> list(Instant now, int months) throws CommandFailedException {
    return list(now, months, Integer.MAX_VALUE, Optional.empty());
  }

  /**
   * A page of the same list. Reads the months one after the other, each a partition, and none once
   * the page is full; keeps no more than the page in memory.
   *
   * @param limit how many runs at most, 1 or more
   * @param after the last run of the page before; none for the first page
   * @throws CommandFailedException when Cassandra does not answer
   */
  public List<RunRecord> list(Instant now, int months, int limit, Optional<RunPosition> after)
      throws CommandFailedException {
    LatestRuns latest = new LatestRuns(limit, after);
    for (int ago = 0; ago < months && !latest.isFull(); ago++) {
      for (Row row : execute(cql.selectMonth(), pipeline, month(now, ago))) {
        latest.add(run(row));
      }
      latest.endMonth();
    }
    return latest.runs();
  }

  /**
   * One run of a month or the ones before.
   *
   * @param months how many, 1 or more
   * @throws CommandFailedException when Cassandra does not answer
   */
  public Optional<RunRecord> find(String runId, Instant now, int months)
      throws CommandFailedException {
    Optional<RunRecord> latest = Optional.empty();
    for (int ago = 0; ago < months && latest.isEmpty(); ago++) {
      latest =
          Optional.ofNullable(execute(cql.selectRun(), pipeline, month(now, ago), runId).one())
              .map(this::run);
    }
    return latest;
  }

  private static String month(Instant now, int ago) {
    return RunCql.month(now.atZone(ZoneOffset.UTC).minusMonths(ago).toInstant());
  }

  private RunRecord run(Row row) {
    RunReport report =
        new RunReport(
            RunReport.State.valueOf(
                Objects.requireNonNullElse(row.getString("state"), RunReport.State.FAILED.name())),
            instant(row, "started"),
            instant(row, "updated"),
            row.getLong("asked"),
            row.getLong("fetched"),
            row.getLong("published"),
            row.getLong("rejected"),
            Optional.ofNullable(row.getString("trouble")),
            optional(row, "receipt"));
    Optional<RunVerdict> verdict =
        row.isNull("verified_at")
            ? Optional.empty()
            : Optional.of(
                new RunVerdict(
                    row.getBoolean("verified"),
                    instant(row, "verified_at"),
                    Optional.ofNullable(row.getString("why")),
                    optional(row, "report").orElse("{}")));
    return new RunRecord(
        pipeline, Objects.requireNonNull(row.getString("run_id")), report, verdict);
  }

  /** None where it was not asked for, too. */
  private static Optional<String> optional(Row row, String column) {
    return row.getColumnDefinitions().contains(column)
        ? Optional.ofNullable(row.getString(column))
        : Optional.empty();
  }

  private static Instant instant(Row row, String column) {
    return Objects.requireNonNullElse(row.getInstant(column), Instant.EPOCH);
  }

  private ResultSet execute(String statement, @Nullable Object... markers)
      throws CommandFailedException {
    try {
      return session.execute(
          SimpleStatement.newInstance(statement, Arrays.copyOf(markers, markers.length))
              .setIdempotent(true));
    } catch (InvalidQueryException noTable) {
      throw new CommandFailedException(
          "Cassandra has no record of runs for pipeline %s (%s): run cassandra-init"
              .formatted(pipeline, noTable.getMessage()),
          noTable);
    } catch (DriverException failed) {
      throw new CommandFailedException(
          "Cassandra gave no answer about the runs of pipeline %s (%s): see that its nodes are up, then try again"
              .formatted(pipeline, failed.getMessage()),
          failed);
    }
  }
}
