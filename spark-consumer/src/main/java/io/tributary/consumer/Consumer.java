package io.tributary.consumer;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.consumer.Definitions.Definition;
import io.tributary.consumer.cassandra.WriteProbe;
import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.checkpoint.CheckpointLock;
import io.tributary.consumer.fence.Fences;
import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.metrics.EpochSigns;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.metrics.QuerySigns;
import io.tributary.consumer.query.EpochWatch;
import io.tributary.consumer.query.QuerySupervisor;
import io.tributary.consumer.query.SparkRuntime;
import io.tributary.consumer.query.StreamingPipeline;
import io.tributary.consumer.query.TaskSlots;
import io.tributary.consumer.query.TriggerKind;
import io.tributary.consumer.sink.SinkOptions;
import io.tributary.consumer.topics.KafkaTopics;
import io.tributary.consumer.topics.LostOffsets;
import io.tributary.consumer.topics.OpenTransactions;
import io.tributary.consumer.topics.Retained;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.SharedSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.status.ProcessMetrics;
import io.tributary.runtime.status.Readiness;
import io.tributary.runtime.status.ReadinessJudge;
import io.tributary.runtime.status.StatusServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer as a whole: Spark, a supervised query for each pipeline, the status endpoint. */
public final class Consumer implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);

  /** A query without records gives a sign every 10 s. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Duration FIRST_RESTART = Duration.ofSeconds(1);
  private static final Duration LAST_RESTART = Duration.ofSeconds(30);

  /** A pipeline that cannot continue may do so when somebody has done something. */
  private static final Duration FIRST_NEW_TRY = Duration.ofSeconds(30);

  private static final Duration LAST_NEW_TRY = Duration.ofMinutes(10);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ConsumerPlan plan;
  private final Lifecycle lifecycle = new Lifecycle();
  private final Map<String, PipelineWatch> watches = new LinkedHashMap<>();
  private final ConsumerMetrics metrics;
  private final StatusServer status;
  private final Supervision supervision;
  private final Map<String, Optional<CheckpointLock>> locks = new HashMap<>();

  /** The pipelines whose checks have passed once. */
  private final Set<Definition> prepared = ConcurrentHashMap.newKeySet();

  /** Those that can continue, and so need slots of Spark's. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  private final List<Checkpoint> ofThisRunAlone = new CopyOnWriteArrayList<>();
  private final Instant began = Instant.now();
  private @Nullable Thread starting;
  private boolean stopped;

  Consumer(ConsumerPlan plan) {
    this.plan = plan;
    for (Definition definition : plan.definitions()) {
      String name = definition.pipeline().name();
      watches.put(name, new PipelineWatch(name, SILENCE, System::nanoTime));
    }
    var registry = ProcessMetrics.registry();
    this.metrics = new ConsumerMetrics(registry, watches.values(), plan.deadLetterAlertRatio());
    this.status = new StatusServer(plan.statusHost(), plan.statusPort(), readiness(), registry);
    this.supervision =
        new Supervision(FIRST_NEW_TRY, LAST_NEW_TRY, plan.mode() == Mode.APPEND, this::failed);
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
    lifecycle.add("locks", this::unlock);
    if (plan.mode() == Mode.RESET) {
      resetOffsets();
      supervision.end();
      return;
    }
    if (plan.mode() == Mode.APPEND) {
      lockCheckpoints();
    }
    lifecycle.start("status", status);
    // Spark takes longest to start, and needs only one of the cores
    CompletableFuture<SparkRuntime> spark = startSpark();
    KafkaTopics kafka = lifecycle.add("Kafka", KafkaTopics.at(plan.bootstrapServers()));
    WaitLog waits = new WaitLog(Consumer::tell, System::nanoTime);
    CqlSession cassandra =
        lifecycle
            .add(
                "Cassandra",
                SharedSessions.ofThisJvm()
                    .take(plan.cassandra(), keyspaces(plan.definitions()), plan.startWait(), waits))
            .session();
    LagProbe lag =
        lifecycle.start(
            "lag",
            new LagProbe(
                topics -> kafka.retained(topics, Duration.ZERO, waiting -> {}),
                metrics,
                plan.bootstrapServers()));
    lifecycle.start("write watch", new WriteWatch(watches.values(), questions(cassandra)));
    lifecycle.add("queries", supervision);
    Surroundings surroundings = new Surroundings(spark, kafka, cassandra, lag);
    Map<String, PipelineRun> runs = new LinkedHashMap<>();
    for (Definition definition : plan.definitions()) {
      runs.put(
          definition.pipeline().name(), new PipelineRun(() -> prepare(definition, surroundings)));
    }
    supervision.start(runs);
    supervision.whenReady(watches.values(), this::tellReady);
  }

  private void resetOffsets() throws Exception {
    OffsetReset reset =
        new OffsetReset(
            plan.from()
                .orElseThrow(
                    () ->
                        new UsageException(
                            "--mode reset needs --from: earliest, latest, or offsets like users_created-0@1200")));
    KafkaTopics kafka = lifecycle.add("Kafka", KafkaTopics.at(plan.bootstrapServers()));
    WaitLog waits = new WaitLog(Consumer::tell, System::nanoTime);
    for (Definition definition : plan.definitions()) {
      lock(definition);
      Pipeline pipeline = definition.pipeline();
      Map<TopicPartition, Retained> retained =
          kafka.retained(pipeline.topic().names(), plan.startWait(), waits);
      checkPartitions(pipeline, retained);
      reset.apply(pipeline, checkpoint(pipeline.name(), SparkRuntime.hadoop()), retained);
    }
  }

  /**
   * @throws UsageException when the offsets to begin with name partitions that no pipeline has
   */
  private void checkPartitions(Pipeline pipeline, Map<TopicPartition, Retained> retained)
      throws UsageException {
    List<String> others = new ArrayList<>(topics(plan.definitions()));
    others.removeAll(pipeline.topic().names());
    SkipCheck.partitions(plan.skips(), others, retained.keySet());
    if (plan.from().orElse(StartingPoint.EARLIEST) instanceof StartingPoint.Offsets offsets) {
      offsets.without(others).checkPartitions(retained);
    }
  }

  private Checkpoint checkpoint(String folder, Configuration hadoop) {
    return new Checkpoint(new Path(plan.checkpoints(), folder).toString(), hadoop);
  }

  private void failed(String pipeline, String why) {
    running.remove(pipeline);
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

  private Map<String, WriteWatch.Question> questions(CqlSession cassandra) {
    Map<String, WriteWatch.Question> questions = new HashMap<>();
    for (Definition definition : plan.definitions()) {
      Pipeline pipeline = definition.pipeline();
      WriteProbe probe = probe(pipeline, cassandra);
      questions.put(pipeline.name(), () -> probe.trouble(plan.cassandra()));
    }
    return questions;
  }

  private WriteProbe probe(Pipeline pipeline, CqlSession cassandra) {
    return new WriteProbe(cassandra, pipeline.table().keyspace(), plan.consistency());
  }

  /** What all pipelines share. */
  private record Surroundings(
      CompletableFuture<SparkRuntime> spark,
      KafkaTopics kafka,
      CqlSession cassandra,
      LagProbe lag) {}

  /**
   * Sees whether a pipeline can run, waiting for its topics and tables, and says how.
   *
   * @throws CommandFailedException when somebody has to do or decide something first
   */
  private QuerySupervisor prepare(Definition definition, Surroundings surroundings)
      throws Exception {
    Pipeline pipeline = definition.pipeline();
    if (plan.mode() == Mode.APPEND) {
      lock(definition);
    }
    WaitLog waits = new WaitLog(Consumer::tell, System::nanoTime);
    Map<TopicPartition, Retained> retained =
        surroundings.kafka().retained(pipeline.topic().names(), plan.startWait(), waits);
    surroundings
        .kafka()
        .problems(pipeline.topic())
        .forEach(problem -> LOG.warn("{}", problem.sentence()));
    checkPartitions(pipeline, retained);
    CqlSession cassandra = surroundings.cassandra();
    boolean hasRows =
        new PresentRows(cassandra, plan.cassandra(), plan.startWait(), waits).of(pipeline);
    new WritePermission(cassandra, plan.cassandra()).check(pipeline);
    new FenceCheck(
            new Fences(cassandra, plan.cassandra().datacenter(), plan.consistency(), plan.fence()),
            new Patience(plan.startWait(), waits))
        .of(List.of(definition), Consumer::tell);
    waits.over();
    SparkRuntime runtime = get(surroundings.spark());
    Beginning beginning = beginning(definition, runtime, retained, hasRows);
    prepared.add(definition);
    running.add(pipeline.name());
    return supervisor(beginning, runtime, surroundings);
  }

  /** A run from beginning to end has batches whatever the trigger. */
  private boolean isContinuous() {
    return plan.mode() == Mode.APPEND && plan.trigger() == TriggerKind.CONTINUOUS;
  }

  /**
   * Returns when a query without batches can run all its tasks: partitions may have been added, and
   * the tasks of a query that died may not have ended yet.
   *
   * @throws CommandFailedException when there are not enough slots
   */
  private void awaitSlots(Pipeline pipeline, SparkRuntime runtime, KafkaTopics kafka)
      throws Exception {
    Map<TopicPartition, Retained> partitions;
    try {
      partitions =
          kafka.retained(
              topics(
                  plan.definitions().stream()
                      .filter(definition -> running.contains(definition.pipeline().name()))
                      .toList()),
              plan.startWait(),
              waiting -> LOG.debug("{}", waiting));
    } catch (CommandFailedException away) {
      // to be tried again like any failure of a query
      throw new IOException(away.getMessage(), away);
    }
    TaskSlots.await(
        runtime.spark(),
        partitions.size(),
        partitions.keySet().stream()
            .collect(
                Collectors.groupingBy(TopicPartition::topic, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(topic -> topic.getKey() + ": " + topic.getValue())
            .collect(Collectors.joining(", ")),
        plan.startWait());
    TaskSlots.awaitFree(runtime.spark(), pipeline.name());
  }

  /**
   * Locks all that can be locked.
   *
   * @throws CommandFailedException when none can
   */
  private void lockCheckpoints() throws CommandFailedException, IOException {
    CommandFailedException failed = null;
    int locked = 0;
    for (Definition definition : plan.definitions()) {
      try {
        lock(definition);
        locked++;
      } catch (CommandFailedException inUse) {
        // said again when the pipeline's own turn comes
        failed = inUse;
      }
    }
    if (failed != null && locked == 0) {
      throw failed;
    }
  }

  private void lock(Definition definition) throws CommandFailedException, IOException {
    String name = definition.pipeline().name();
    synchronized (locks) {
      if (!locks.containsKey(name)) {
        locks.put(
            name,
            Checkpoint.lock(new Path(plan.checkpoints(), name).toString(), SparkRuntime.hadoop()));
      }
    }
  }

  private void unlock() throws IOException {
    synchronized (locks) {
      for (Optional<CheckpointLock> lock : locks.values()) {
        if (lock.isPresent()) {
          lock.get().close();
        }
      }
      locks.clear();
    }
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
    SparkRuntime runtime = SparkRuntime.start(plan.master(), isContinuous());
    runtime.spark().streams().addListener(new QuerySigns(metrics));
    if (isContinuous()) {
      runtime.spark().sparkContext().addSparkListener(new EpochSigns(metrics::done));
    }
    return runtime;
  }

  private static SparkRuntime get(CompletableFuture<SparkRuntime> spark) throws Exception {
    try {
      return spark.get();
    } catch (ExecutionException failed) {
      throw new CommandFailedException("Spark does not start: " + failed.getCause(), failed);
    }
  }

  private static void tell(String sentence) {
    LOG.info("{}", sentence);
  }

  private static List<String> keyspaces(List<Definition> definitions) {
    return definitions.stream()
        .map(definition -> definition.pipeline().table().keyspace())
        .toList();
  }

  private static void tellLoudly(String sentence) {
    LOG.warn("{}", sentence);
  }

  private static List<String> topics(List<Definition> definitions) {
    return definitions.stream()
        .flatMap(definition -> definition.pipeline().topic().names().stream())
        .toList();
  }

  /** How a pipeline's query begins. */
  private record Beginning(
      Definition definition,
      Checkpoint checkpoint,
      StartCheck check,
      Map<TopicPartition, Long> from) {}

  private Beginning beginning(
      Definition definition,
      SparkRuntime runtime,
      Map<TopicPartition, Retained> partitions,
      boolean hasRows)
      throws CommandFailedException, UsageException, IOException {
    Pipeline pipeline = definition.pipeline();
    Configuration hadoop = runtime.spark().sparkContext().hadoopConfiguration();
    boolean initial = plan.mode() == Mode.INITIAL;
    String folder = pipeline.name() + (initial ? "-initial-" + STAMP.format(began) : "");
    Checkpoint checkpoint = checkpoint(folder, hadoop);
    // what was chosen for the start holds for the start: records that are lost later are another
    // choice
    boolean isChosen = prepared.contains(definition) && checkpoint.exists();
    StartCheck check = new StartCheck(isChosen ? Optional.empty() : plan.from(), partitions);
    StartingPoint from = StartingPoint.EARLIEST;
    if (initial) {
      ofThisRunAlone.add(checkpoint);
      OpenTransactions.notRead(partitions, plan.bootstrapServers())
          .forEach(what -> LOG.warn("{}: {}", pipeline.name(), what));
    } else {
      from = check.of(pipeline, checkpoint, hasRows);
    }
    return new Beginning(definition, checkpoint, check, from.in(partitions));
  }

  private QuerySupervisor supervisor(
      Beginning beginning, SparkRuntime runtime, Surroundings surroundings) throws IOException {
    KafkaTopics kafka = surroundings.kafka();
    Definition definition = beginning.definition();
    Pipeline pipeline = definition.pipeline();
    Checkpoint checkpoint = beginning.checkpoint();
    beginning.check().makeRoom(pipeline, checkpoint);
    SkipCheck.tell(
        plan.skips(), pipeline.topic().names(), checkpoint.positions(), Consumer::tellLoudly);
    StreamingPipeline streaming =
        new StreamingPipeline(
            pipeline,
            plan.bootstrapServers(),
            checkpoint,
            plan.maxRecordsPerBatch(),
            trigger(),
            beginning.from(),
            sink(definition),
            plan.skips(),
            watch(pipeline, surroundings.cassandra()));
    PipelineWatch watch = Objects.requireNonNull(watches.get(pipeline.name()));
    surroundings.lag().add(watch, pipeline.topic(), checkpoint::positions, !isContinuous());
    return new QuerySupervisor(
        pipeline.name(),
        () -> {
          if (isContinuous()) {
            awaitSlots(pipeline, runtime, kafka);
          } else {
            TaskSlots.awaitAny(runtime.spark(), plan.startWait());
          }
          return streaming.start(runtime.spark());
        },
        checkpoint::lastCommitted,
        failure -> findLoss(definition, checkpoint, kafka),
        why -> metrics.down(pipeline.name(), why),
        new Backoff(FIRST_RESTART, LAST_RESTART),
        plan.maxFailures());
  }

  private EpochWatch watch(Pipeline pipeline, CqlSession cassandra) {
    return new EpochWatch(
        plan.epochInterval(),
        probe(pipeline, cassandra)::takesWrites,
        () -> metrics.stalled(pipeline.name()),
        System::nanoTime);
  }

  private Trigger trigger() {
    if (plan.mode() == Mode.INITIAL) {
      return Trigger.AvailableNow();
    }
    return isContinuous()
        ? Trigger.Continuous(plan.epochInterval().toMillis())
        : Trigger.ProcessingTime(plan.triggerInterval().toMillis());
  }

  private SinkOptions sink(Definition definition) {
    return new SinkOptions(
        definition.pipeline().name(),
        definition.text(),
        plan.cassandra().hosts(),
        plan.cassandra().datacenter(),
        plan.cassandra().username(),
        plan.cassandra().password(),
        keyspaces(plan.definitions()),
        plan.consistency(),
        plan.writesInFlight(),
        plan.futureTolerance(),
        plan.deadLetterTtl(),
        plan.fence(),
        isContinuous(),
        null);
  }

  /** Whatever a query died of: if records that it has not read are gone, no restart helps. */
  private void findLoss(Definition definition, Checkpoint checkpoint, KafkaTopics kafka)
      throws CommandFailedException, InterruptedException {
    LostOffsets lost;
    try {
      lost =
          LostOffsets.between(
              checkpoint.positions(),
              kafka.retained(definition.pipeline().topic().names(), Duration.ZERO, waiting -> {}));
    } catch (CommandFailedException | IOException unknown) {
      LOG.debug("cannot tell whether records are lost", unknown);
      return;
    }
    if (!lost.isEmpty()) {
      throw new CommandFailedException(StartCheck.said(definition.pipeline(), lost));
    }
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
    ofThisRunAlone.forEach(Checkpoint::delete);
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
