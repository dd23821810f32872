package io.tributary.console.overview;

import io.tributary.console.platform.PrometheusText;
import java.time.Instant;

/**
 * What the consumer has counted for one pipeline since it was started, and how it stands.
 *
 * @param records processed
 * @param rows records that became rows
 * @param deadLetters records that became dead letters
 * @param lag records in Kafka that are not processed
 * @param heldBack records of the lag that an open transaction holds back
 * @param catchUpSeconds estimate of the time that the lag takes
 * @param deadLetterShare among the records of the last ten minutes, from 0 to 1
 * @param registryWaitSeconds for which it has waited for the schema registry; or 0
 * @param failed the pipeline cannot continue
 */
record ConsumerFigures(
    Instant at,
    long records,
    long rows,
    long deletions,
    long expired,
    long deadLetters,
    long lag,
    long heldBack,
    double catchUpSeconds,
    double deadLetterShare,
    double registryWaitSeconds,
    boolean failed,
    Latency latency) {
  private static final String PREFIX = "tributary_consumer_";
  private static final String PIPELINE = "pipeline";

  static ConsumerFigures of(PrometheusText metrics, String pipeline, Instant at) {
    return new ConsumerFigures(
        at,
        count(metrics, "records_total", pipeline),
        count(metrics, "rows_total", pipeline),
        count(metrics, "deletions_total", pipeline),
        count(metrics, "expired_total", pipeline),
        count(metrics, "dead_letters_total", pipeline),
        count(metrics, "lag_records", pipeline),
        count(metrics, "held_back_records", pipeline),
        metrics.sum(PREFIX + "catch_up_seconds", PIPELINE, pipeline).orElse(0),
        metrics.sum(PREFIX + "dead_letter_ratio", PIPELINE, pipeline).orElse(0),
        metrics.sum(PREFIX + "registry_wait_seconds", PIPELINE, pipeline).orElse(0),
        metrics.sum(PREFIX + "failed", PIPELINE, pipeline).orElse(0) > 0,
        Latency.of(metrics, pipeline));
  }

  private static long count(PrometheusText metrics, String name, String pipeline) {
    return Math.round(metrics.sum(PREFIX + name, PIPELINE, pipeline).orElse(0));
  }
}
