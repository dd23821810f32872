package io.tributary.model.definition;

import java.time.Instant;
import java.util.Optional;

/**
 * The pipeline's DAG in Airflow.
 *
 * @param schedule a cron expression or preset; none when it is started by hand
 * @param records how many records a run asks for by default; {@link #ALL} for all that there are
 * @param maxSuperseded how many of a run's records its other records may supersede by default
 * @param interval what a scheduled run reads; none of a source that is read as a whole
 * @param catchup whether Airflow makes up for the intervals since the start without a run
 * @param start from when on the schedule counts; none for the DAGs' own default
 */
public record Dag(
    String id,
    Optional<String> schedule,
    int records,
    RecordLimit maxSuperseded,
    Optional<DagInterval> interval,
    boolean catchup,
    Optional<Instant> start) {

  /** In place of a number of records: all that the source has. */
  public static final int ALL = 0;

  /** A tenth: a few records that changed while they were read, but no page that came twice. */
  public static final RecordLimit DEFAULT_MAX_SUPERSEDED = RecordLimit.parse("10%");

  /** Of a source that is read as a whole. */
  public Dag(String id, Optional<String> schedule, int records, RecordLimit maxSuperseded) {
    this(id, schedule, records, maxSuperseded, Optional.empty(), false, Optional.empty());
  }

  /** Whether a run reads all that the source has, unless it is asked for something else. */
  public boolean readsAll() {
    return records == ALL;
  }
}
