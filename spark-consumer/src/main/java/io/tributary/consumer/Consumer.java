package io.tributary.consumer;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.consumer.Definitions.Definition;
import io.tributary.consumer.cassandra.WriteProbe;
import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.fence.Fences;
import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.metrics.EpochSigns;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.metrics.QuerySigns;
import io.tributary.consumer.query.SparkRuntime;
import io.tributary.consumer.startup.CheckpointLocks;
import io.tributary.consumer.startup.OffsetReset;
import io.tributary.consumer.startup.StartupChecks;
import io.tributary.consumer.startup.WaitLog;
import io.tributary.consumer.supervision.PipelineRun;
import io.tributary.consumer.supervision.Supervision;
import io.tributary.consumer.topics.KafkaTopics;
import io.tributary.consumer.topics.Retained;
import io.tributary.consumer.watch.LagProbe;
import io.tributary.consumer.watch.QuietWatch;
import io.tributary.consumer.watch.RegistryProbe;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.SharedSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.status.ProcessMetrics;
import io.tributary.runtime.status.Readiness;
import io.tributary.runtime.status.ReadinessJudge;
import io.tributary.runtime.status.StatusServer;
import io.tributary.runtime.time.Ticker;
import io.tributary.runtime.tls.CertificateEnds;
import io.tributary.runtime.tls.Tls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer as a whole: Spark, a supervised query for each pipeline, the status endpoint. */
public final class Consumer implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);

  /** A query without records gives a sign every 10 s. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** A pipeline that cannot continue may do so when somebody has done something. */
  private static final Duration FIRST_NEW_TRY = Duration.ofSeconds(30);

  private static final Duration LAST_NEW_TRY = Duration.ofMinutes(10);

  private final ConsumerPlan plan;
  private final Lifecycle lifecycle = new Lifecycle();
  private final CheckpointLocks locks;
  private final Map<String, PipelineWatch> watches = new LinkedHashMap<>();
  private final ConsumerMetrics metrics;
  private final StatusServer status;
  private final Supervision supervision;
  private final Instant began = Instant.now();
  private volatile @Nullable QueryPreparation preparation;
  private @Nullable Thread starting;
  private boolean stopped;

  Consumer(ConsumerPlan plan) {
    this.plan = plan;
    this.locks = new CheckpointLocks(plan.start().checkpoints());
    for (Definition definition : plan.definitions()) {
      String name = definition.pipeline().name();
      watches.put(name, new PipelineWatch(name, SILENCE, Ticker.system()));
    }
    var registry = ProcessMetrics.registry();
    new CertificateEnds("KAFKA", plan.kafka().security().tls()).bindTo(registry);
    new CertificateEnds("SCHEMA_REGISTRY", plan.registry().tls()).bindTo(registry);
    Tls atCassandra = plan.cassandra().tls();
    if (atCassandra != null) {
      new CertificateEnds("CASSANDRA", atCassandra).bindTo(registry);
    }
    this.metrics = new ConsumerMetrics(registry, watches.values(), plan.deadLetterAlertRatio());
    this.status = new StatusServer(plan.statusHost(), plan.statusPort(), readiness(), registry);
    this.supervision =
        new Supervision(
            FIRST_NEW_TRY, LAST_NEW_TRY, plan.start().mode() == Mode.APPEND, this::failed);
  }

  private ReadinessJudge readiness() {
    return new ReadinessJudge() {
      @Override
      public Readiness now() {
        return metrics.readiness();
      }

      @Override
      public Optional<Readiness> of(String pipeline) {
        return metrics.readiness(pipeline);
      }
    };
  }

  /**
   * Returns when all pipelines have been started; they may not have done anything yet.
   *
   * @throws CommandFailedException when somebody has to do something first, whatever the pipelines
   */
  @Override
  public void start() throws Exception {
    synchronized (this) {
      if (stopped) {
        return;
      }
      starting = Thread.currentThread();
    }
    try {
      startParts();
    } catch (InterruptedException interrupted) {
      LOG.info("stopped before the queries ran");
    } finally {
      synchronized (this) {
        starting = null;
        // the interruption was meant for the start alone
        Thread.interrupted();
      }
    }
  }

  private void startParts() throws Exception {
    lifecycle.add("locks", locks);
    if (plan.start().mode() == Mode.RESET) {
      resetOffsets();
      supervision.end();
      return;
    }
    if (plan.start().mode() == Mode.APPEND) {
      locks.lockAny(watches.keySet());
    }
    lifecycle.start("status", status);
    // Spark takes longest to start, and needs only one of the cores
    CompletableFuture<SparkRuntime> spark = startSpark();
    KafkaTopics kafka = lifecycle.add("Kafka", KafkaTopics.at(plan.kafka()));
    CqlSession cassandra = connectCassandra();
    LagProbe lag = lifecycle.start("lag", lagProbe(kafka));
    lifecycle.start("write watch", QuietWatch.ofWrites(watches.values(), writes(cassandra)));
    lifecycle.start("registry watch", QuietWatch.ofRegistry(watches.values(), registry()));
    lifecycle.add("queries", supervision);
    QueryPreparation queries =
        new QueryPreparation(
            plan,
            new QueryPreparation.Connections(spark, kafka, cassandra, lag),
            checks(kafka, cassandra),
            metrics,
            began);
    preparation = queries;
    Map<String, PipelineRun> runs = new LinkedHashMap<>();
    for (Definition definition : plan.definitions()) {
      String name = definition.pipeline().name();
      PipelineWatch watch = Objects.requireNonNull(watches.get(name));
      runs.put(
          name,
          new PipelineRun(
              () -> {
                if (plan.start().mode() == Mode.APPEND) {
                  locks.lock(name);
                }
                return queries.prepare(definition, watch);
              }));
    }
    supervision.start(runs);
    supervision.whenReady(watches.values(), this::tellReady);
  }

  private CompletableFuture<SparkRuntime> startSpark() {
    CompletableFuture<SparkRuntime> spark =
        CompletableFuture.supplyAsync(
            this::listenedSpark,
            start -> {
              Thread thread = new Thread(start, "spark-start");
              thread.setDaemon(true);
              thread.start();
            });
    lifecycle.add("Spark", () -> spark.thenAccept(SparkRuntime::close).join());
    return spark;
  }

  private SparkRuntime listenedSpark() {
    SparkRuntime runtime = SparkRuntime.start(plan.query().master(), plan.isContinuous());
    runtime.spark().streams().addListener(new QuerySigns(metrics));
    if (plan.isContinuous()) {
      runtime.spark().sparkContext().addSparkListener(new EpochSigns(metrics::done));
    }
    return runtime;
  }

  private CqlSession connectCassandra() throws Exception {
    return lifecycle
        .add(
            "Cassandra",
            SharedSessions.ofThisJvm()
                .take(plan.cassandra(), plan.keyspaces(), plan.start().startWait(), waitLog()))
        .session();
  }

  private LagProbe lagProbe(KafkaTopics kafka) {
    return new LagProbe(
        topics -> kafka.retained(topics, Duration.ZERO, waiting -> {}),
        plan.start().mode() == Mode.APPEND ? kafka::setGroupOffsets : (group, offsets) -> {},
        metrics,
        plan.kafka().hosts());
  }

  private StartupChecks checks(KafkaTopics kafka, CqlSession cassandra) {
    return new StartupChecks(
        kafka,
        cassandra,
        plan.cassandra(),
        new Fences(
            cassandra,
            plan.cassandra().datacenter(),
            plan.sink().consistency(),
            plan.sink().fence()),
        chosen(),
        plan.start().startWait());
  }

  private StartupChecks.ChosenRecords chosen() {
    return new StartupChecks.ChosenRecords(
        plan.topics(), plan.start().skips(), plan.start().from());
  }

  private Map<String, QuietWatch.Question> writes(CqlSession cassandra) {
    Map<String, QuietWatch.Question> questions = new HashMap<>();
    for (Definition definition : plan.definitions()) {
      Pipeline pipeline = definition.pipeline();
      WriteProbe probe = new WriteProbe(cassandra, pipeline.keyspace(), plan.sink().consistency());
      questions.put(pipeline.name(), () -> probe.trouble(plan.cassandra()));
    }
    return questions;
  }

  private Map<String, QuietWatch.Question> registry() {
    Map<String, QuietWatch.Question> questions = new HashMap<>();
    for (Definition definition : plan.definitions()) {
      RegistryProbe.of(definition.pipeline(), plan.registry())
          .ifPresent(probe -> questions.put(definition.pipeline().name(), probe::trouble));
    }
    return questions;
  }

  private void resetOffsets() throws Exception {
    OffsetReset reset =
        new OffsetReset(
            plan.start()
                .from()
                .orElseThrow(
                    () ->
                        new UsageException(
                            "--mode reset needs --from with earliest, latest, or offsets like users_created-0@1200")));
    KafkaTopics kafka = lifecycle.add("Kafka", KafkaTopics.at(plan.kafka()));
    WaitLog waits = waitLog();
    for (Definition definition : plan.definitions()) {
      Pipeline pipeline = definition.pipeline();
      locks.lock(pipeline.name());
      Map<TopicPartition, Retained> retained =
          kafka.retained(pipeline.topic().names(), plan.start().startWait(), waits);
      chosen().check(pipeline, retained);
      String folder = Checkpoint.in(plan.start().checkpoints(), pipeline.name());
      reset.apply(pipeline, new Checkpoint(folder, SparkRuntime.hadoop()), retained);
    }
  }

  private static WaitLog waitLog() {
    return new WaitLog(sentence -> LOG.info("{}", sentence), Ticker.system());
  }

  private void failed(String pipeline, String why) {
    QueryPreparation queries = preparation;
    if (queries != null) {
      queries.failed(pipeline);
    }
    metrics.failed(pipeline, why);
  }

  private void tellReady() {
    List<String> ready = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    watches.forEach((name, watch) -> (watch.isFailed() ? failed : ready).add(name));
    if (ready.isEmpty()) {
      return;
    }
    LOG.info(
        "ready: {} {}{}, {} s after the start; status at {}",
        ready.size() == 1 ? "1 query runs:" : ready.size() + " queries run:",
        String.join(", ", ready),
        failed.isEmpty() ? "" : " (cannot continue: " + String.join(", ", failed) + ")",
        Duration.between(began, Instant.now()).toMillis() / 1e3,
        status.url());
  }

  /**
   * Returns when all queries have ended by themselves or {@link #stop} was called.
   *
   * @throws CommandFailedException when no pipeline can continue, or one of them could not by then
   */
  public void await() throws Exception {
    supervision.await();
  }

  /** Ends {@link #start} and {@link #await}; returns at once. */
  public synchronized void stop() {
    stopped = true;
    supervision.end();
    if (starting != null) {
      starting.interrupt();
    }
  }

  /** Of no use to anybody once a run from beginning to end is over; after {@link #await}. */
  void deleteCheckpoints() {
    QueryPreparation queries = preparation;
    if (queries != null) {
      queries.deleteTemporaryCheckpoints();
    }
  }

  /** What was written, as one line of JSON; after {@link #await}. */
  public String summary() {
    return Summary.of(supervision.written(), Duration.between(began, Instant.now()));
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
