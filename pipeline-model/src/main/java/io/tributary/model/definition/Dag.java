package io.tributary.model.definition;

import java.util.Optional;

/**
 * The pipeline's DAG in Airflow.
 *
 * @param schedule a cron expression or preset; none when it is started by hand
 * @param records how many records a run asks for by default
 * @param maxSuperseded how many of a run's records its other records may supersede by default
 */
public record Dag(String id, Optional<String> schedule, int records, RecordLimit maxSuperseded) {

  /** A tenth: a few records that changed while they were read, but no page that came twice. */
  public static final RecordLimit DEFAULT_MAX_SUPERSEDED = RecordLimit.parse("10%");
}
