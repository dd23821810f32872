package io.tributary.stack.demo;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.topic.TopicProblem;
import io.tributary.producer.registry.EventRegistration;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.stack.LocalStack;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.Archiving;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.process.ResidentMemory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Kafka, Cassandra and the consumer, with the topics and tables of one pipeline. */
final class DemoStack implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final Pipeline pipeline;
  private final RegistryConnection schemas;
  private final LocalStack stack;
  private final ConsumerProcess consumer;
  private final URI consumerStatus;
  private @Nullable CqlSession session;
  private volatile boolean topicsAreThere;
  private volatile boolean tablesAreThere;

  /**
   * @param definition the pipeline's file, which the consumer reads itself
   */
  DemoStack(Checkout checkout, DataFolder data, Path definition, Pipeline pipeline)
      throws CommandFailedException {
    Ports ports = new Ports();
    int statusPort = ports.free();
    this.pipeline = pipeline;
    this.schemas = RegistryConnection.folder(DemoOptions.schemas(definition));
    this.stack = LocalStack.atUsualPorts(checkout, data.path(), ports);
    this.consumerStatus =
        URI.create(String.format(Locale.ROOT, "http://%s:%d/", Ports.LOOPBACK, statusPort));
    this.consumer =
        new ConsumerProcess(
            checkout,
            List.of(),
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
                "CASSANDRA_CONTACT_POINTS", contactPoint(),
                "CASSANDRA_DATACENTER", CassandraProcess.DATA_CENTER,
                "PIPELINES", definition.toAbsolutePath().toString(),
                "SCHEMA_FOLDER", DemoOptions.schemas(definition).toString(),
                "CHECKPOINT_DIR", data.resolve("checkpoints").toString(),
                "SPARK_MASTER",
                    String.format(Locale.ROOT, "local[%d]", pipeline.topic().partitions() + 1),
                "STATUS_HOST", Ports.LOOPBACK,
                "STATUS_PORT", Integer.toString(statusPort)),
            data.resolve("logs").resolve("consumer.log"));
  }

  String bootstrapServers() {
    return stack.kafka().bootstrapServers();
  }

  String contactPoint() {
    return stack.cassandra().contactPoint();
  }

  URI consumerStatus() {
    return consumerStatus;
  }

  /**
   * Starts all three; returns when Kafka and Cassandra serve and have topics and tables.
   *
   * @param forArchive whether {@link #archiveClasses} is to come, if it is due
   */
  void start(boolean forArchive)
      throws CommandFailedException, UsageException, InterruptedException {
    if (forArchive) {
      processes().values().forEach(ChildProcess::noteClasses);
    }
    stack.start();
    // It waits for topics and tables by itself; Spark takes as long to start as Cassandra does.
    consumer.start();
    CompletableFuture<Void> topics = CompletableFuture.runAsync(this::createTopics);
    createTables();
    await(topics);
  }

  /** How far {@link #start} is. */
  String state() {
    return "starting Kafka (%s), Cassandra (%s) and Spark"
        .formatted(
            topicsAreThere ? "has its topics" : "not ready",
            tablesAreThere ? "has its tables" : "not ready");
  }

  private void createTopics() {
    try (Topics topics = new Topics(KafkaConnection.at(bootstrapServers()))) {
      stack.kafka().awaitReady();
      judge(topics.create(TopicPlan.of(pipeline), ANSWER_LIMIT));
      EventRegistration.setRules(List.of(pipeline), schemas, ANSWER_LIMIT);
      topicsAreThere = true;
    } catch (CommandFailedException failed) {
      throw new FailedInTheBackground(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** What an earlier demo on the folder left may be of another definition. */
  private static void judge(List<Topics.Outcome> outcomes) throws CommandFailedException {
    for (Topics.Outcome outcome : outcomes) {
      for (TopicProblem problem : outcome.problems()) {
        if (problem.fatal()) {
          throw new CommandFailedException(
              "%s; or start over in an empty folder with --fresh".formatted(problem.sentence()));
        }
      }
    }
  }

  private void createTables() throws CommandFailedException, UsageException, InterruptedException {
    stack.cassandra().awaitReady();
    CqlSession opened = CassandraSessions.open(address(), ANSWER_LIMIT, waiting -> {});
    session = opened;
    new SchemaMigration(
            List.of(pipeline),
            Replication.parse("1"),
            "start over in an empty folder with --fresh, or give the table another name")
        .apply(opened);
    tablesAreThere = true;
  }

  CassandraConnection address() throws UsageException {
    return CassandraConnection.of(List.of(contactPoint()), CassandraProcess.DATA_CENTER, "", "");
  }

  private static void await(CompletableFuture<Void> work)
      throws CommandFailedException, InterruptedException {
    try {
      work.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof FailedInTheBackground background) {
        throw background.failure();
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** The session of {@link #start}. */
  CqlSession session() {
    return Objects.requireNonNull(session);
  }

  /** The folder of all logs. */
  Path logs() {
    return Objects.requireNonNull(consumer.process().log().getParent());
  }

  /** Whether {@link #archiveClasses} has something to do: at the first start after a build. */
  boolean hasNotes() {
    return processes().values().stream().anyMatch(ChildProcess::hasNotes);
  }

  /**
   * Lets the next start be quicker. For after {@link #close()}: it takes both of two cores.
   *
   * @param progress told how many of how many archives are there
   */
  void archiveClasses(BiConsumer<Integer, Integer> progress)
      throws IOException, InterruptedException {
    List<Archiving> started = new ArrayList<>();
    try {
      for (ChildProcess process : processes().values()) {
        if (process.hasNotes()) {
          started.add(process.archive());
        }
      }
      for (int done = 0; done < started.size(); done++) {
        progress.accept(done, started.size());
        started.get(done).await();
      }
    } finally {
      for (Archiving one : started) {
        one.close();
      }
    }
  }

  /** Names the first process that has ended, with the end of its log. */
  Optional<String> fallen() {
    for (Map.Entry<String, ChildProcess> process : processes().entrySet()) {
      if (!process.getValue().isAlive()) {
        return Optional.of(
            "%s has ended; see %s, which ends: %s"
                .formatted(
                    process.getKey(), process.getValue().log(), process.getValue().logTail()));
      }
    }
    return Optional.empty();
  }

  /** The greatest resident memory of each process so far, this one included, in bytes. */
  long peakMemory() {
    return ResidentMemory.peakOf(ProcessHandle.current().pid())
        + processes().values().stream().mapToLong(ChildProcess::peakMemory).sum();
  }

  private Map<String, ChildProcess> processes() {
    return Map.of(
        "Kafka", stack.kafka().process(),
        "Cassandra", stack.cassandra().process(),
        "The consumer", consumer.process());
  }

  /** Stops all, the consumer first, so that it can finish its batch. */
  @Override
  public void close() {
    consumer.close();
    if (session != null) {
      session.close();
    }
    stack.close();
  }

  private static final class FailedInTheBackground extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedInTheBackground(CommandFailedException failure) {
      super(failure);
    }

    CommandFailedException failure() {
      return (CommandFailedException) Objects.requireNonNull(getCause());
    }
  }
}
