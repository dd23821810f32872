package io.tributary.console.runs;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.web.ProblemException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.model.text.Quoted;
import io.tributary.verifier.runs.CassandraRuns;
import io.tributary.verifier.runs.RunPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The runs on record, for pages and the API. Safe for several threads. */
public final class RunStore {
  private static final Duration ANSWER = Duration.ofSeconds(4);

  private final CassandraAccess cassandra;
  private final Inquiries inquiries;

  public RunStore(CassandraAccess cassandra, Inquiries inquiries) {
    this.cassandra = cassandra;
    this.inquiries = inquiries;
  }

  /**
   * The runs of the last months, the latest first, without their receipts and reports.
   *
   * @param months how many, this one included; 1 or more
   */
  public Answer<List<RunRecord>> list(Pipeline pipeline, int months) {
    return list(pipeline, months, Integer.MAX_VALUE, Optional.empty());
  }

  /**
   * A page of the same list.
   *
   * @param limit how many runs at most, 1 or more
   * @param after the last run of the page before; none for the first page
   */
  public Answer<List<RunRecord>> list(
      Pipeline pipeline, int months, int limit, Optional<RunPosition> after) {
    return inquiries.ask(
        "Cassandra",
        ANSWER,
        () ->
            new CassandraRuns(cassandra.session(), pipeline)
                .list(Instant.now(), months, limit, after));
  }

  /**
   * The run that a request names, with its receipt and report.
   *
   * @throws ProblemException with status 404 when none of that id started in the last months, and
   *     503 when that is not known
   */
  public RunRecord required(Pipeline pipeline, String runId, int months) {
    Answer<Optional<RunRecord>> found =
        inquiries.ask(
            "Cassandra",
            ANSWER,
            () ->
                new CassandraRuns(cassandra.session(), pipeline)
                    .find(runId, Instant.now(), months));
    return found
        .required()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "Pipeline %s has no run %s on record in the last %s months: ?months= looks further back."
                        .formatted(pipeline.name(), Quoted.quote(runId), months)));
  }
}
