package io.tributary.benchmarks.stage;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.benchmarks.produce.Users;
import io.tributary.benchmarks.variant.CpuTime;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.producer.publish.EventPublisher;
import io.tributary.producer.publish.KafkaSettings;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.time.Ticker;
import io.tributary.stack.LocalStack;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.server.Lifespan;
import io.tributary.verifier.sample.TableSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Kafka and a Cassandra made to last, with the users' pipeline on them. */
public final class Stage implements AutoCloseable {
  /** Of the users that {@link #publish} publishes. */
  public static final String SEED = "bench";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(20);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final double QUIET_SHARE = 0.1;
  private static final int LARGEST_MESSAGE = 2 << 20;
  private static final int BUFFER = 64 << 20;

  private final Checkout checkout;
  private final Path folder;
  private final Consumer<String> told;
  private final Lifecycle parts = new Lifecycle();
  private final LocalStack stack;
  private @Nullable CqlSession session;
  private int checkpoints;

  /**
   * @param folder a new one, for all that is kept meanwhile
   * @param told what happens, a sentence each
   */
  public Stage(Checkout checkout, Path folder, Consumer<String> told)
      throws CommandFailedException {
    this.checkout = checkout;
    this.folder = folder;
    this.told = told;
    this.stack =
        parts.add(
            "stack",
            LocalStack.atAnyPorts(checkout, folder, CassandraProcess.SYNC_PERIOD, Lifespan.LONG));
  }

  /** Starts Kafka and Cassandra. */
  public void open() throws Exception {
    say("starting Kafka and Cassandra");
    stack.start();
    stack.awaitReady();
    session =
        parts.add(
            "session",
            CassandraSessions.open(
                CassandraConnection.of(
                    List.of(stack.cassandra().contactPoint()), datacenter(), "", ""),
                LIMIT,
                waiting -> {}));
  }

  /**
   * A copy of the users' definition, changed, with its topics and tables made. Its events have no
   * schema: they are what they were in earlier measurements, and no run registers anything.
   *
   * @param name of its file
   */
  public Definition definition(String name, UnaryOperator<String> change) throws Exception {
    Path file = Files.createDirectories(folder.resolve("pipelines")).resolve(name + ".yaml");
    Files.writeString(
        file,
        change.apply(
            Files.readString(checkout.resolve("pipelines/users.yaml"))
                .replaceAll("(?m)^  (format|schema-id): .*\\n", "")));
    Definition definition = new Definition(file, read(file));
    try (Topics topics = new Topics(KafkaConnection.at(kafka()))) {
      topics.create(TopicPlan.of(definition.pipeline()), LIMIT);
    }
    new SchemaMigration(List.of(definition.pipeline()), Replication.parse("1")).apply(session());
    return definition;
  }

  /** The users' definition with an events' topic of its own, which gives the copy its name. */
  public Definition onTopic(String topic) throws Exception {
    return onTopic(topic, text -> text);
  }

  /** The same, changed once more. */
  public Definition onTopic(String topic, UnaryOperator<String> change) throws Exception {
    return definition(
        topic, text -> change.apply(text.replace("name: users_created", "name: " + topic)));
  }

  /**
   * A pipeline on the stage.
   *
   * @param file with its text
   */
  public record Definition(Path file, Pipeline pipeline) {}

  private static Pipeline read(Path file) throws CommandFailedException {
    try {
      return Pipeline.load(file);
    } catch (InvalidDefinitionException invalid) {
      throw new CommandFailedException(
          "The definition is not valid: " + invalid.getMessage(), invalid);
    }
  }

  /** Publishes so many users as the producer does. */
  public void publish(Pipeline pipeline, int records) throws Exception {
    publish(pipeline, records, 0);
  }

  /**
   * The same.
   *
   * @param brokenPerCent how many of a hundred events are cut in the middle
   */
  public void publish(Pipeline pipeline, int records, int brokenPerCent) throws Exception {
    say(String.format(Locale.ROOT, "publishing %,d users to %s", records, pipeline.topic().name()));
    Users users = new Users(pipeline, SEED, brokenPerCent);
    EventPublisher publisher =
        new EventPublisher(
            pipeline,
            "bench",
            KafkaSettings.connect(KafkaConnection.at(kafka()), LARGEST_MESSAGE, BUFFER, LIMIT),
            // the first try
            HashMap::new,
            OptionalDouble.empty(),
            Ticker.system(),
            EventEncoder.plain(pipeline));
    try {
      int page = 1;
      for (int left = records; left > 0; left -= Users.PAGE) {
        publisher.publish(users.page(page++, Math.min(left, Users.PAGE)));
      }
      publisher.flush();
    } finally {
      publisher.close(LIMIT);
    }
    if (publisher.published() != records) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT, "Only %d of %d users were published.", publisher.published(), records));
    }
  }

  /** Empties the pipeline's tables, and waits until Cassandra has nothing left to do. */
  public void empty(Pipeline pipeline) throws InterruptedException {
    List<String> tables = new ArrayList<>();
    TableCql.ofAll(pipeline).forEach(table -> tables.add(table.name()));
    tables.add(new DeadLetterCql(pipeline.keyspace()).name());
    for (String table : tables) {
      session().execute(SimpleStatement.newInstance("TRUNCATE " + table).setTimeout(LIMIT));
    }
    awaitQuiet(stack.cassandra().process());
  }

  /** Waits until a process takes hardly any processor time, for some seconds at most. */
  private static void awaitQuiet(ChildProcess process) throws InterruptedException {
    long limit = System.nanoTime() + QUIET_LIMIT.toNanos();
    Duration before = CpuTime.of(process.pid());
    while (System.nanoTime() < limit) {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
      Duration now = CpuTime.of(process.pid());
      if (now.minus(before).toNanos() < QUIET_SHARE * BETWEEN_LOOKS.toNanos()) {
        return;
      }
      before = now;
    }
  }

  /** How many rows the pipeline's table has. */
  public long rows(Pipeline pipeline) {
    return new TableSample(session(), pipeline).countRows();
  }

  /** A new folder for a query's checkpoint. */
  public Path checkpoint() throws IOException {
    checkpoints++;
    return Files.createDirectories(folder.resolve("checkpoints")).resolve("c" + checkpoints);
  }

  /**
   * Starts the consumer of a pipeline, as the demo does.
   *
   * @param name of its log
   * @param settings beside its defaults
   * @return when it reads
   */
  public ConsumerProcess startConsumer(
      Definition definition, String name, Map<String, String> settings) throws Exception {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka(),
                "CASSANDRA_CONTACT_POINTS", cassandra(),
                "CASSANDRA_DATACENTER", datacenter(),
                "PIPELINES", definition.file().toString(),
                "CHECKPOINT_DIR", checkpoint().toString(),
                "STATUS_HOST", Ports.LOOPBACK,
                "STATUS_PORT", "0"));
    all.putAll(settings);
    Path log = log(name);
    ConsumerProcess consumer = new ConsumerProcess(checkout, List.of(), all, log);
    try {
      consumer.start();
      consumer
          .process()
          .awaitReady(() -> Files.exists(log) && Files.readString(log).contains(" ready: "), LIMIT);
      return consumer;
    } catch (Exception failed) {
      consumer.close();
      throw failed;
    }
  }

  /** Where a process of this name logs. */
  public Path log(String name) {
    return folder.resolve("logs").resolve(name + ".log");
  }

  /** The servers, by the names that reports have for them. */
  public Map<String, ChildProcess> servers() {
    Map<String, ChildProcess> servers = new LinkedHashMap<>();
    servers.put("cassandra", stack.cassandra().process());
    servers.put("kafka", stack.kafka().process());
    return servers;
  }

  public Checkout checkout() {
    return checkout;
  }

  public String kafka() {
    return stack.kafka().bootstrapServers();
  }

  public String cassandra() {
    return stack.cassandra().contactPoint();
  }

  public static String datacenter() {
    return CassandraProcess.DATA_CENTER;
  }

  public CqlSession session() {
    return Objects.requireNonNull(session, "open() comes first");
  }

  public void say(String sentence) {
    told.accept(sentence);
  }

  @Override
  public void close() {
    parts.close();
  }
}
