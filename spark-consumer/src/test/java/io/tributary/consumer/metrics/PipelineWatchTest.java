package io.tributary.consumer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.consumer.sink.WriteStats;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PipelineWatchTest {
  private static final UUID FIRST_RUN = new UUID(0, 1);
  private static final UUID SECOND_RUN = new UUID(0, 2);

  private final FakeTicker ticker = new FakeTicker();
  private final PipelineWatch watch = new PipelineWatch("users", Duration.ofSeconds(60), ticker);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConsumerMetrics metrics = new ConsumerMetrics(registry, List.of(watch), 0.25);

  private static Batch batch(UUID run, int rows, int wrongTypes) {
    Map<String, String> reported =
        Map.of(
            "rows",
            Integer.toString(rows),
            "retries",
            "1",
            Reason.WRONG_TYPE.name(),
            Integer.toString(wrongTypes));
    return new Batch(
        run,
        WriteStats.of(reported),
        Duration.ofMillis(120),
        Map.of(new TopicPartition("users_created", 2), 17L));
  }

  private void passes(int seconds) {
    ticker.pass(Duration.ofSeconds(seconds));
  }

  @Test
  void done_returnsWhatTheBatchAdded() {
    watch.done(batch(FIRST_RUN, 10, 1));
    assertThat(watch.done(batch(FIRST_RUN, 25, 1)).rows()).isEqualTo(15);
    assertThat(watch.written().rows()).isEqualTo(25);
  }

  @Test
  void readiness_saysWhyAPipelineCannotContinue_untilItDoes() {
    metrics.done("users", batch(FIRST_RUN, 6, 0));
    metrics.failed("users", "offsets 3 to 8 are lost");
    assertThat(metrics.readiness().ready()).isFalse();
    assertThat(metrics.readiness().detail())
        .containsEntry("users", "cannot continue: offsets 3 to 8 are lost");
    assertThat(registry.scrape()).contains("tributary_consumer_failed{pipeline=\"users\"} 1.0");

    metrics.done("users", batch(SECOND_RUN, 1, 0));
    assertThat(metrics.readiness().ready()).isTrue();
    assertThat(registry.scrape()).contains("tributary_consumer_failed{pipeline=\"users\"} 0.0");
  }

  @Test
  void readiness_saysThatTheFirstBatchWaitsForTheRegistry_andSoDoesTheMetric() {
    String metric = "tributary_consumer_registry_wait_seconds{pipeline=\"users\"} ";
    assertThat(metrics.readiness().detail())
        .containsEntry("users", "the query has not started yet");
    metrics.started("users");
    assertThat(metrics.readiness().detail())
        .containsEntry("users", "no batch has finished since the query started");
    assertThat(registry.scrape()).contains(metric + "0.0");

    passes(40);
    watch.registryAway(Optional.of("the schema registry does not answer"));
    assertThat(metrics.readiness().ready()).isFalse();
    assertThat(watch.trouble().orElseThrow())
        .startsWith("waits for the schema registry, for 40 s by now");
    assertThat(registry.scrape()).contains(metric + "40.0");

    metrics.done("users", batch(FIRST_RUN, 1, 0));
    assertThat(metrics.readiness().ready()).isTrue();
    assertThat(registry.scrape()).contains(metric + "0.0");
  }

  @Test
  void readiness_isOfOnePipelineAlone_whenItIsAskedFor() {
    PipelineWatch orders = new PipelineWatch("orders", Duration.ofSeconds(60), ticker);
    ConsumerMetrics both =
        new ConsumerMetrics(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(watch, orders), 1);
    both.done("users", batch(FIRST_RUN, 6, 0));
    both.failed("orders", "the topic orders is missing");
    assertThat(both.readiness().ready()).isFalse();
    assertThat(both.readiness("users").orElseThrow().ready()).isTrue();
    assertThat(both.readiness("orders").orElseThrow().ready()).isFalse();
    assertThat(both.readiness("parcels")).isEmpty();
  }

  @Test
  void readiness_tellsOfManyDeadLetters_andStaysReady() {
    metrics.done("users", batch(FIRST_RUN, 6, 2));
    assertThat(metrics.readiness().detail()).containsEntry("users", "running");
    assertThat(registry.scrape())
        .contains("tributary_consumer_dead_letter_ratio{pipeline=\"users\"} 0.25")
        .contains("tributary_consumer_dead_letter_alert{pipeline=\"users\"} 0.0");

    metrics.done("users", batch(FIRST_RUN, 6, 4));

    assertThat(metrics.readiness().ready()).isTrue();
    assertThat(metrics.readiness().detail())
        .containsEntry("users", "running; 40.0% of the last 10 minutes' records are dead letters");
    assertThat(registry.scrape())
        .contains("tributary_consumer_dead_letter_alert{pipeline=\"users\"} 1.0");
  }

  @Test
  void deadLetterShare_forgetsWhatIsOld() {
    watch.done(batch(FIRST_RUN, 0, 5));
    passes(300);
    watch.done(batch(FIRST_RUN, 5, 5));
    assertThat(watch.deadLetterShare()).isEqualTo(0.5);
    passes(301);
    assertThat(watch.deadLetterShare()).isZero();
    passes(600);
    assertThat(watch.deadLetterShare()).as("no records").isZero();
  }

  @Test
  void written_addsUpRuns_whenTheQueryIsStartedAgain() {
    watch.done(batch(FIRST_RUN, 10, 1));
    assertThat(watch.done(batch(SECOND_RUN, 4, 2)).rows()).isEqualTo(4);
    assertThat(watch.written().rows()).isEqualTo(14);
    assertThat(watch.written().deadLetterCount()).isEqualTo(3);
  }

  @Test
  void readiness_isNo_beforeTheFirstSign() {
    assertThat(metrics.readiness().ready()).isFalse();
    metrics.idle("users");
    assertThat(metrics.readiness().ready()).isTrue();
  }

  @Test
  void readiness_isNo_whenTheQueryIsSilentForLong() {
    metrics.idle("users");
    passes(60);
    assertThat(metrics.readiness().ready()).isTrue();
    passes(1);
    assertThat(metrics.readiness().ready()).isFalse();
    assertThat(metrics.readiness().detail()).containsEntry("users", "no batch finished for 61 s");
    metrics.done("users", batch(FIRST_RUN, 1, 0));
    assertThat(metrics.readiness().ready()).isTrue();
  }

  @Test
  void readiness_isNo_whenTheQueryIsDown() {
    metrics.idle("users");
    metrics.down("users", "the broker hung up");
    assertThat(metrics.readiness().ready()).isFalse();
    assertThat(metrics.readiness().detail()).containsEntry("users", "the broker hung up");
  }

  @Test
  void scrape_showsCountsReasonsLagAndLatency() {
    metrics.done("users", batch(FIRST_RUN, 10, 2));
    metrics.down("users", "why");
    assertThat(registry.scrape())
        .contains("tributary_consumer_records_total{pipeline=\"users\"} 12.0")
        .contains("tributary_consumer_rows_total{pipeline=\"users\"} 10.0")
        .contains(
            "tributary_consumer_dead_letters_total{pipeline=\"users\",reason=\"WRONG_TYPE\"} 2.0")
        .contains("tributary_consumer_write_retries_total{pipeline=\"users\"} 1.0")
        .contains("tributary_consumer_query_restarts_total{pipeline=\"users\"} 1.0")
        .contains("tributary_consumer_batch_seconds_count{pipeline=\"users\"} 1")
        .contains("tributary_consumer_latency_seconds_bucket{pipeline=\"users\",le=\"+Inf\"} 0")
        .contains(
            "tributary_consumer_lag_records{partition=\"2\",pipeline=\"users\",topic=\"users_created\"}"
                + " 17.0");
  }
}
