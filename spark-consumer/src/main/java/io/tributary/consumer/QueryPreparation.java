package io.tributary.consumer;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.consumer.Definitions.Definition;
import io.tributary.consumer.cassandra.WriteProbe;
import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.query.ContinuousSlots;
import io.tributary.consumer.query.EpochWatch;
import io.tributary.consumer.query.QuerySupervisor;
import io.tributary.consumer.query.SparkRuntime;
import io.tributary.consumer.query.StreamingPipeline;
import io.tributary.consumer.query.TaskSlots;
import io.tributary.consumer.sink.SinkPlan;
import io.tributary.consumer.startup.SkipCheck;
import io.tributary.consumer.startup.StartCheck;
import io.tributary.consumer.startup.StartupChecks;
import io.tributary.consumer.topics.KafkaTopics;
import io.tributary.consumer.topics.LostOffsets;
import io.tributary.consumer.topics.OpenTransactions;
import io.tributary.consumer.topics.Retained;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.consumer.watch.LagProbe;
import io.tributary.consumer.watch.RegistryProbe;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a pipeline from the checks at the start to its supervised query. Safe for several threads;
 * each pipeline may be prepared again after it failed.
 */
final class QueryPreparation {
  private static final Logger LOG = LoggerFactory.getLogger(QueryPreparation.class);

  private static final Duration FIRST_RESTART = Duration.ofSeconds(1);
  private static final Duration LAST_RESTART = Duration.ofSeconds(30);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ConsumerPlan plan;
  private final Connections connections;
  private final StartupChecks checks;
  private final ConsumerMetrics metrics;
  private final Instant began;
  private final ContinuousSlots slots;

  /** The pipelines whose checks have passed once. */
  private final Set<Definition> prepared = ConcurrentHashMap.newKeySet();

  private final List<Checkpoint> temporary = new CopyOnWriteArrayList<>();

  /** What all pipelines share. */
  record Connections(
      CompletableFuture<SparkRuntime> spark,
      KafkaTopics kafka,
      CqlSession cassandra,
      LagProbe lag) {}

  /**
   * @param began when the consumer started
   */
  QueryPreparation(
      ConsumerPlan plan,
      Connections connections,
      StartupChecks checks,
      ConsumerMetrics metrics,
      Instant began) {
    this.plan = plan;
    this.connections = connections;
    this.checks = checks;
    this.metrics = metrics;
    this.began = began;
    this.slots = new ContinuousSlots(plan.start().startWait());
  }

  /**
   * Checks whether a pipeline can run, waiting for its topics and tables, and builds its query.
   *
   * @throws CommandFailedException when somebody has to do or decide something first
   */
  QuerySupervisor prepare(Definition definition, PipelineWatch watch) throws Exception {
    StartupChecks.Found found = checks.check(definition.pipeline());
    SparkRuntime runtime = spark();
    Beginning beginning = beginning(definition, runtime, found);
    prepared.add(definition);
    slots.claim(definition.pipeline());
    return supervisor(beginning, runtime, watch);
  }

  /** The pipeline cannot continue: others may use its slots. */
  void failed(String pipeline) {
    slots.release(pipeline);
  }

  /** Deletes the checkpoints that only this run could use. */
  void deleteTemporaryCheckpoints() {
    temporary.forEach(Checkpoint::delete);
  }

  private SparkRuntime spark() throws Exception {
    try {
      return connections.spark().get();
    } catch (ExecutionException failed) {
      throw new CommandFailedException("Spark does not start: " + failed.getCause(), failed);
    }
  }

  /** How a pipeline's query begins. */
  private record Beginning(
      Definition definition,
      Checkpoint checkpoint,
      StartCheck check,
      Map<TopicPartition, Long> from) {}

  private Beginning beginning(
      Definition definition, SparkRuntime runtime, StartupChecks.Found found)
      throws CommandFailedException, UsageException, IOException {
    Pipeline pipeline = definition.pipeline();
    Map<TopicPartition, Retained> partitions = found.retained();
    Configuration hadoop = runtime.spark().sparkContext().hadoopConfiguration();
    boolean initial = plan.start().mode() == Mode.INITIAL;
    String folder = pipeline.name() + (initial ? "-initial-" + STAMP.format(began) : "");
    Checkpoint checkpoint =
        new Checkpoint(Checkpoint.in(plan.start().checkpoints(), folder), hadoop);
    // what was chosen for the start holds for the start: records that are lost later are another
    // choice
    boolean isChosen = prepared.contains(definition) && checkpoint.exists();
    StartCheck check =
        new StartCheck(isChosen ? Optional.empty() : plan.start().from(), partitions);
    StartingPoint from = StartingPoint.EARLIEST;
    if (initial) {
      temporary.add(checkpoint);
      OpenTransactions.notRead(partitions, plan.kafka().hosts())
          .forEach(what -> LOG.warn("{}: {}", pipeline.name(), what));
    } else {
      from = check.of(pipeline, checkpoint, found.hasRows());
    }
    return new Beginning(definition, checkpoint, check, from.in(partitions));
  }

  private QuerySupervisor supervisor(Beginning beginning, SparkRuntime runtime, PipelineWatch watch)
      throws IOException {
    Definition definition = beginning.definition();
    Pipeline pipeline = definition.pipeline();
    Checkpoint checkpoint = beginning.checkpoint();
    beginning.check().makeRoom(pipeline, checkpoint);
    SkipCheck.tell(
        plan.start().skips(),
        pipeline.topic().names(),
        checkpoint.positions(),
        sentence -> LOG.warn("{}", sentence));
    StreamingPipeline streaming =
        new StreamingPipeline(
            pipeline,
            plan.kafka(),
            checkpoint,
            plan.query().maxRecordsPerBatch(),
            trigger(),
            beginning.from(),
            sink(definition),
            plan.start().skips(),
            epochWatch(pipeline));
    connections.lag().add(watch, pipeline.topic(), checkpoint::positions, !plan.isContinuous());
    return new QuerySupervisor(
        pipeline.name(),
        () -> {
          if (plan.isContinuous()) {
            slots.await(pipeline, runtime.spark(), connections.kafka());
          } else {
            TaskSlots.awaitAny(runtime.spark(), plan.start().startWait());
          }
          return streaming.start(runtime.spark());
        },
        checkpoint::lastCommitted,
        failure -> findLoss(pipeline, checkpoint),
        why -> metrics.down(pipeline.name(), why),
        new Backoff(FIRST_RESTART, LAST_RESTART),
        plan.query().maxFailures());
  }

  private EpochWatch epochWatch(Pipeline pipeline) {
    WriteProbe probe =
        new WriteProbe(connections.cassandra(), pipeline.keyspace(), plan.sink().consistency());
    Optional<RegistryProbe> registry = RegistryProbe.of(pipeline, plan.registry());
    return new EpochWatch(
        plan.query().epochInterval(),
        () -> probe.takesWrites() && (registry.isEmpty() || registry.get().trouble().isEmpty()),
        () -> metrics.stalled(pipeline.name()),
        Ticker.system());
  }

  private Trigger trigger() {
    return plan.start().mode() == Mode.INITIAL ? Trigger.AvailableNow() : plan.query().trigger();
  }

  private SinkPlan sink(Definition definition) {
    return new SinkPlan(
        definition.pipeline().name(),
        definition.text(),
        plan.cassandra(),
        plan.registry(),
        plan.keyspaces(),
        plan.sink(),
        plan.start().tables(),
        plan.isContinuous(),
        null);
  }

  /** Whatever a query failed of: if records that it has not read are gone, no restart helps. */
  private void findLoss(Pipeline pipeline, Checkpoint checkpoint)
      throws CommandFailedException, InterruptedException {
    LostOffsets lost;
    try {
      lost =
          LostOffsets.between(
              checkpoint.positions(),
              connections.kafka().retained(pipeline.topic().names(), Duration.ZERO, waiting -> {}));
    } catch (CommandFailedException | IOException unknown) {
      LOG.debug("cannot tell whether records are lost", unknown);
      return;
    }
    if (!lost.isEmpty()) {
      throw new CommandFailedException(StartCheck.said(pipeline, lost));
    }
  }
}
