package io.tributary.consumer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.consumer.sink.EpochCommitted;
import io.tributary.consumer.sink.Latencies;
import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.status.Readiness;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer's metrics and readiness, over all its pipelines. Safe for several threads. */
public final class ConsumerMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMetrics.class);
  private static final String PREFIX = "tributary.consumer.";
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double PERCENT = 100;
  private static final Duration[] BATCH_SECONDS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final PrometheusMeterRegistry registry;
  private final Map<String, PipelineWatch> watches;
  private final double alertRatio;
  private final Set<String> gauges = ConcurrentHashMap.newKeySet();

  /**
   * @param alertRatio share of dead letters, from 0 to 1, over which there is an alert
   */
  public ConsumerMetrics(
      PrometheusMeterRegistry registry, Collection<PipelineWatch> watches, double alertRatio) {
    this.registry = registry;
    this.alertRatio = alertRatio;
    this.watches = new LinkedHashMap<>();
    for (PipelineWatch watch : watches) {
      this.watches.put(watch.pipeline(), watch);
      Tags tags = Tags.of("pipeline", watch.pipeline());
      counter("records", "Records processed", tags);
      counter("rows", "Records that became rows", tags);
      counter("deletions", "Records that deleted their row", tags);
      counter("expired", "Records that were too old to become rows", tags);
      counter("write.retries", "Requests to Cassandra that were retried", tags);
      counter("query.restarts", "Restarts of the query after a failure", tags);
      counter("query.stalls", "Restarts of a continuous query that had stalled", tags);
      batches(tags);
      Gauge.builder(PREFIX + "silence", watch, w -> w.silentFor().toMillis() / MILLIS_PER_SECOND)
          .baseUnit("seconds")
          .description("Time since the query last finished a batch or reported that it is idle")
          .tags(tags)
          .register(registry);
      Gauge.builder(PREFIX + "catch.up", watch, PipelineWatch::secondsToCatchUp)
          .baseUnit("seconds")
          .description("Estimated time until the records waiting in Kafka are processed")
          .tags(tags)
          .register(registry);
      Gauge.builder(PREFIX + "registry.wait", watch, PipelineWatch::secondsOfRegistryWait)
          .baseUnit("seconds")
          .description("Time for which the pipeline has waited for the schema registry; or 0")
          .tags(tags)
          .register(registry);
      Gauge.builder(PREFIX + "failed", watch, w -> w.isFailed() ? 1 : 0)
          .description("1 while the pipeline cannot continue; /ready says why")
          .tags(tags)
          .register(registry);
      letterGauges(watch);
    }
    registry.getPrometheusRegistry().register((Collector) this::latencies);
  }

  /** A batch of a pipeline is done. */
  void done(String pipeline, Batch batch) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch == null) {
      return;
    }
    count(watch, batch);
    batches(Tags.of("pipeline", pipeline)).record(batch.duration());
  }

  /** An epoch of a query without batches is done. */
  public void done(EpochCommitted epoch) {
    PipelineWatch watch = watches.get(epoch.pipeline());
    if (watch != null) {
      count(watch, new Batch(epoch.run(), epoch.written(), Duration.ZERO, watch.waiting()));
    }
  }

  /** How many records Kafka gives out that a query has not done, while no batch tells. */
  public void lag(String pipeline, Map<TopicPartition, Long> waiting) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch != null) {
      watch.lag(waiting);
      waiting.keySet().forEach(partition -> lagGauge(watch, partition));
    }
  }

  /**
   * How many records open transactions hold back.
   *
   * @param forLong a clause about those that have been held back for long
   */
  public void heldBack(
      String pipeline, Map<TopicPartition, Long> records, Optional<String> forLong) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch != null) {
      watch.heldBack(records, forLong);
      records.keySet().forEach(partition -> lagGauge(watch, partition));
    }
  }

  private void count(PipelineWatch watch, Batch batch) {
    WriteStats written = watch.done(batch);
    Tags tags = Tags.of("pipeline", watch.pipeline());
    counter("records", "", tags).increment((double) written.records());
    counter("rows", "", tags).increment((double) written.rows());
    counter("deletions", "", tags).increment((double) written.deletions());
    counter("expired", "", tags).increment((double) written.expired());
    counter("write.retries", "", tags).increment((double) written.retries());
    written
        .deadLetters()
        .forEach(
            (reason, count) ->
                counter(
                        "dead.letters",
                        "Records that became dead letters",
                        tags.and("reason", reason.name()))
                    .increment(count));
    watch
        .caughtUp(written.records())
        .ifPresent(
            rest ->
                LOG.info(
                    "{}: {} records are waiting; at {} a second they are processed in {} s",
                    watch.pipeline(),
                    rest.records(),
                    Math.round(rest.perSecond()),
                    Math.round(rest.seconds())));
    batch.lag().keySet().forEach(partition -> lagGauge(watch, partition));
  }

  /** A pipeline's query has been started. */
  void started(String pipeline) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch != null) {
      watch.started();
    }
  }

  /** A pipeline has nothing to do. */
  void idle(String pipeline) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch != null) {
      watch.idle();
    }
  }

  /** A pipeline's query has died and will be started again. */
  public void down(String pipeline, String why) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch != null) {
      watch.down(why);
      counter("query.restarts", "", Tags.of("pipeline", pipeline)).increment();
    }
  }

  /** A pipeline cannot continue. */
  public void failed(String pipeline, String why) {
    PipelineWatch watch = watches.get(pipeline);
    if (watch != null) {
      watch.failed(why);
    }
  }

  /** A pipeline's query has stalled and will be restarted. */
  public void stalled(String pipeline) {
    counter("query.stalls", "", Tags.of("pipeline", pipeline)).increment();
  }

  /** Ready when every query has started and is doing batches, or has nothing to do. */
  public Readiness readiness() {
    Map<String, Object> detail = new LinkedHashMap<>();
    boolean ready = true;
    for (PipelineWatch watch : watches.values()) {
      ready &= watch.trouble().isEmpty();
      detail.put(watch.pipeline(), watch.trouble().orElseGet(() -> running(watch)));
    }
    return new Readiness(ready, detail);
  }

  /** The same of one pipeline; nothing when there is none of that name. */
  public Optional<Readiness> readiness(String pipeline) {
    return Optional.ofNullable(watches.get(pipeline))
        .map(
            watch ->
                new Readiness(
                    watch.trouble().isEmpty(),
                    Map.of(pipeline, watch.trouble().orElseGet(() -> running(watch)))));
  }

  /** Neither dead letters nor others' transactions make the consumer unready: it does its work. */
  private String running(PipelineWatch watch) {
    StringBuilder running = new StringBuilder("running");
    if (isAlert(watch)) {
      running.append(
          String.format(
              Locale.ROOT,
              "; %.1f%% of the last %d minutes' records are dead letters",
              PERCENT * watch.deadLetterShare(),
              LetterShare.WINDOW.toMinutes()));
    }
    watch.heldLong().ifPresent(what -> running.append("; ").append(what));
    return running.toString();
  }

  private boolean isAlert(PipelineWatch watch) {
    return watch.deadLetterShare() > alertRatio;
  }

  private void letterGauges(PipelineWatch watch) {
    Tags tags = Tags.of("pipeline", watch.pipeline());
    Gauge.builder(PREFIX + "dead.letter.ratio", watch, PipelineWatch::deadLetterShare)
        .description("Share of dead letters among the records of the last ten minutes")
        .tags(tags)
        .register(registry);
    Gauge.builder(PREFIX + "dead.letter.alert", watch, w -> isAlert(w) ? 1 : 0)
        .description("1 while that share is over DEAD_LETTER_ALERT_RATIO")
        .tags(tags)
        .register(registry);
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(PREFIX + name).description(description).tags(tags).register(registry);
  }

  private Timer batches(Tags tags) {
    return Timer.builder(PREFIX + "batch")
        .description("Time from a batch's trigger to the commit of its offsets")
        .serviceLevelObjectives(BATCH_SECONDS)
        .tags(tags)
        .register(registry);
  }

  private void lagGauge(PipelineWatch watch, TopicPartition partition) {
    if (gauges.add(watch.pipeline() + "/" + partition)) {
      Tags tags =
          Tags.of(
              "pipeline",
              watch.pipeline(),
              "topic",
              partition.topic(),
              "partition",
              Integer.toString(partition.partition()));
      Gauge.builder(PREFIX + "lag", watch, w -> w.lag().getOrDefault(partition, 0L))
          .baseUnit("records")
          .description("Records in Kafka that the query has not processed")
          .tags(tags)
          .register(registry);
      Gauge.builder(PREFIX + "held.back", watch, w -> w.heldBack().getOrDefault(partition, 0L))
          .baseUnit("records")
          .description("Records of the lag that an open transaction holds back")
          .tags(tags)
          .register(registry);
    }
  }

  /** A histogram that was counted elsewhere, which Micrometer has no meter for. */
  private MetricSnapshot latencies() {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder()
            .name("tributary_consumer_latency_seconds")
            .help("Time from the record's time to Cassandra's acknowledgement");
    for (PipelineWatch watch : watches.values()) {
      Latencies latencies = watch.written().latencies();
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      List<Long> counts = latencies.counts();
      for (int i = 0; i < counts.size(); i++) {
        double upper =
            i < Latencies.BOUNDS.size()
                ? Latencies.BOUNDS.get(i) / MILLIS_PER_SECOND
                : Double.POSITIVE_INFINITY;
        buckets.bucket(upper, counts.get(i));
      }
      histogram.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(Labels.of("pipeline", watch.pipeline()))
              .classicHistogramBuckets(buckets.build())
              .sum(latencies.sum() / MILLIS_PER_SECOND)
              .build());
    }
    return histogram.build();
  }
}
