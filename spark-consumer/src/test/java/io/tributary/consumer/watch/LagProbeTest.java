package io.tributary.consumer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.consumer.metrics.Batch;
import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.sink.WriteStats;
import io.tributary.consumer.topics.Retained;
import io.tributary.model.definition.Topic;
import io.tributary.runtime.time.FakeTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagProbeTest {
  private static final Topic TOPIC = new Topic("users", 1, 1, 1_000);
  private static final TopicPartition USERS = new TopicPartition("users", 0);

  private final FakeTicker ticker = new FakeTicker();
  private final PipelineWatch watch = new PipelineWatch("users", Duration.ofSeconds(60), ticker);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<TopicPartition, Retained> kafka = new HashMap<>();
  private final Map<String, Map<TopicPartition, Long>> groups = new HashMap<>();
  private final LagProbe probe =
      new LagProbe(
          topics -> kafka,
          (group, offsets) -> groups.put(group, offsets),
          new ConsumerMetrics(registry, List.of(watch), 1),
          "kafka:9092");

  private void batchIsDone(long lag) {
    watch.done(
        new Batch(new UUID(0, 1), WriteStats.nothing(), Duration.ofMillis(50), Map.of(USERS, lag)));
  }

  private void passes(Duration time) {
    ticker.pass(time);
  }

  @Test
  void look_measuresTheLagAgainAndAgain_whileABatchIsTriedAgain() {
    probe.add(watch, TOPIC, () -> Map.of(USERS, 100L), true);
    batchIsDone(0);

    kafka.put(USERS, new Retained(0, 150));
    passes(LagProbe.QUIET);
    probe.look();
    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 50L));

    kafka.put(USERS, new Retained(0, 900));
    passes(LagProbe.QUIET);
    probe.look();
    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 800L));
    assertThat(registry.scrape())
        .contains(
            "tributary_consumer_lag_records{partition=\"0\",pipeline=\"users\",topic=\"users\"} 800");
  }

  @Test
  void look_showsKafkasToolsThePosition_whateverTheBatchesTell() {
    probe.add(watch, TOPIC, () -> Map.of(USERS, 100L), true);
    kafka.put(USERS, new Retained(0, 150));
    batchIsDone(7);

    probe.look();

    assertThat(groups).containsExactly(Map.entry("tributary-users", Map.of(USERS, 100L)));
  }

  @Test
  void close_showsTheLastPosition() {
    AtomicLong position = new AtomicLong(100);
    probe.add(watch, TOPIC, () -> Map.of(USERS, position.get()), true);
    kafka.put(USERS, new Retained(0, 150));
    probe.look();
    position.set(150);

    probe.close();
    probe.close();

    assertThat(groups).containsExactly(Map.entry("tributary-users", Map.of(USERS, 150L)));
  }

  @Test
  void look_leavesTheLagToTheBatches_whileTheyAreDone() {
    probe.add(watch, TOPIC, () -> Map.of(USERS, 100L), true);
    kafka.put(USERS, new Retained(0, 150));
    batchIsDone(7);
    passes(LagProbe.QUIET.minusMillis(1));

    probe.look();

    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 7L));
  }

  @Test
  void look_measuresTheLagAlways_ofAQueryWithoutBatches() {
    probe.add(watch, TOPIC, () -> Map.of(USERS, 100L), false);
    kafka.put(USERS, new Retained(0, 150));
    batchIsDone(7);

    probe.look();

    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 50L));
  }

  @Test
  void look_countsAllThatKafkaHas_whileNothingIsDone() {
    probe.add(watch, TOPIC, Map::of, true);
    kafka.put(USERS, new Retained(20, 150));

    probe.look();

    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 130L));
  }

  @Test
  void look_countsWhatATransactionHoldsBack_whoeverTellsOfTheRest() {
    probe.add(watch, TOPIC, () -> Map.of(USERS, 100L), true);
    kafka.put(USERS, new Retained(0, 110, 150));
    batchIsDone(7);

    probe.look();

    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 47L));
    assertThat(registry.scrape())
        .contains(
            "tributary_consumer_held_back_records{partition=\"0\",pipeline=\"users\",topic=\"users\"} 40");

    passes(LagProbe.QUIET);
    probe.look();
    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 50L));
  }

  @Test
  void look_countsOnlyWhatIsNotDone_whereAVersionBeforeReadAhead() {
    probe.add(watch, TOPIC, () -> Map.of(USERS, 140L), true);
    kafka.put(USERS, new Retained(0, 110, 150));

    probe.look();

    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 10L));
  }

  @Test
  void look_keepsTheLag_whenItIsNotKnown() {
    probe.add(
        watch,
        TOPIC,
        () -> {
          throw new IOException("no disk");
        },
        true);
    batchIsDone(7);
    passes(LagProbe.QUIET);

    probe.look();

    assertThat(watch.lag()).containsExactly(Map.entry(USERS, 7L));
  }
}
