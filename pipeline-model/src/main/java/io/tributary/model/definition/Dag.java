package io.tributary.model.definition;

import java.util.Optional;

/**
 * The pipeline's DAG in Airflow.
 *
 * @param schedule a cron expression or preset; none when it is started by hand
 * @param records how many records a run asks for by default
 */
public record Dag(String id, Optional<String> schedule, int records) {}
