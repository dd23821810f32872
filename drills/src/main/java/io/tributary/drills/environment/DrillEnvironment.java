package io.tributary.drills.environment;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.drills.console.ConsoleWitness;
import io.tributary.drills.fault.Faults;
import io.tributary.drills.load.Load;
import io.tributary.drills.load.People;
import io.tributary.drills.settle.Account;
import io.tributary.drills.truth.Truth;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.registry.RegistryOptions;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.stack.LocalStack;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.host.Ports;
import io.tributary.stack.secured.SecuredStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one case plays on: a fresh Kafka and Cassandra with the topics and tables of the users'
 * pipeline, consumers as the case wants them, a load, and the truth. Everything ends with it.
 */
public final class DrillEnvironment implements AutoCloseable {
  /** Generous: the machine may be busy with other things. */
  public static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** Of the console, where people find it. */
  private static final int USUAL_PORT = 8088;

  /** The one that the console asks, where there are several. */
  private static final String CONSUMER = "consumer";

  private final Checkout checkout;
  private final Path folder;
  private final EnvironmentOptions options;
  private final Random random;
  private final Consumer<String> told;
  private final Truth truth = new Truth();
  private final Faults faults;
  private final LocalStack stack;
  private final Lifecycle parts = new Lifecycle();
  private final Definition definition;
  private final int consumerPort = new Ports().free();
  private @Nullable SecuredStack secured;
  private @Nullable CqlSession session;
  private @Nullable Load load;
  private @Nullable People people;
  private @Nullable ConsoleWitness console;

  /**
   * @param folder a new one, for all that the case leaves
   * @param told what happens, a sentence each
   */
  public DrillEnvironment(
      Checkout checkout, Path folder, EnvironmentOptions options, Consumer<String> told)
      throws CommandFailedException, IOException {
    this.checkout = checkout;
    this.folder = folder;
    this.options = options;
    this.random = new Random(options.seed());
    this.told = told;
    this.faults = new Faults(told);
    this.definition = Definition.copy(checkout.resolve("pipelines/users.yaml"), folder);
    this.stack = parts.add("stack", LocalStack.atAnyPorts(checkout, folder));
  }

  /** Starts Kafka and Cassandra, secured if they are to be, and makes topics and tables. */
  public void open() throws Exception {
    if (options.secured()) {
      secured = new SecuredStack(stack, folder.resolve("access"));
    }
    stack.start();
    stack.awaitReady();
    if (secured != null) {
      secured.createUser();
      secured.allowEverything();
    }
    Map<String, String> settings = connectionSettings();
    try (Topics topics = new Topics(OptionGroup.read(new KafkaOptions(), settings).connection())) {
      topics.create(TopicPlan.of(pipeline()), LIMIT);
    }
    session =
        parts.add(
            "session",
            CassandraSessions.open(
                OptionGroup.read(new CassandraOptions(), settings).connection(),
                LIMIT,
                waiting -> {}));
    migrate();
    load =
        parts.add(
            "load", new Load(stack.kafka().bootstrapServers(), truth, options.recordsPerSecond()));
    people = new People(pipeline().topic().name(), random);
    if (options.watched()) {
      say("the console is at %s for as long as this case lasts".formatted(console().url()));
    }
  }

  /** The console over all of it; starts when it is first asked for. */
  public ConsoleWitness console() throws Exception {
    if (console == null) {
      Map<String, String> settings = connectionSettings();
      console =
          parts.start(
              "console",
              new ConsoleWitness(
                  options.watched() ? new Ports().freeOr(USUAL_PORT) : 0,
                  definition.file(),
                  OptionGroup.read(new KafkaOptions(), settings).connection(),
                  OptionGroup.read(new CassandraOptions(), settings).connection(),
                  OptionGroup.read(new RegistryOptions(), settings).connection(definition.file()),
                  URI.create(
                      String.format(Locale.ROOT, "http://%s:%d/", Ports.LOOPBACK, consumerPort))));
    }
    return console;
  }

  /** What the console said of faults, where it was asked. */
  public List<String> saidByConsole() {
    return console == null ? List.of() : console.said();
  }

  /** Brings the tables to what the definition says now. */
  public void migrate() throws Exception {
    migrate(pipeline());
  }

  /** Makes the tables of a pipeline beside that of the case. */
  public void migrate(Pipeline pipeline) throws Exception {
    new SchemaMigration(List.of(pipeline), Replication.parse("1")).apply(session());
  }

  /** The case's own copy of the pipeline's file, to be changed at will. */
  public Definition definition() {
    return definition;
  }

  public Pipeline pipeline() throws CommandFailedException {
    return definition.read();
  }

  public Path folder() {
    return folder;
  }

  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  public Random random() {
    return random;
  }

  /** How many records the case is to publish at least. */
  public int records() {
    return options.records();
  }

  /** How many records a case with a wrong clock at millions of records is to publish. */
  public int futureRecords() {
    return options.futureRecords();
  }

  public Truth truth() {
    return truth;
  }

  public Faults faults() {
    return faults;
  }

  public LocalStack stack() {
    return stack;
  }

  public Load load() {
    return Objects.requireNonNull(load);
  }

  public People people() {
    return Objects.requireNonNull(people);
  }

  public CqlSession session() {
    return Objects.requireNonNull(session);
  }

  public Checkout checkout() {
    return checkout;
  }

  public void say(String sentence) {
    told.accept(sentence);
  }

  /** A time from nothing to {@code longest}. */
  public Duration anyTime(Duration longest) {
    return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
  }

  /**
   * The settings of our services that say where Kafka, Cassandra and the schemas are, and how to
   * get in. The schemas are in one folder, wherever a service has its definition.
   */
  public Map<String, String> connectionSettings() {
    Map<String, String> settings =
        new HashMap<>(
            secured != null
                ? secured.settings()
                : Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                    "CASSANDRA_CONTACT_POINTS", stack.cassandra().contactPoint(),
                    "CASSANDRA_DATACENTER", CassandraProcess.DATA_CENTER));
    settings.put("SCHEMA_FOLDER", folder.resolve("schemas").toString());
    return settings;
  }

  /** Starts a consumer as operators would. */
  public DrillConsumer startConsumer() throws CommandFailedException {
    return startConsumer(CONSUMER, Map.of(), List.of());
  }

  /**
   * Starts another consumer; it ends with the environment.
   *
   * @param name of its log
   * @param settings beside, or instead of, those that say where everything is
   * @param arguments of the service
   */
  public DrillConsumer startConsumer(
      String name, Map<String, String> settings, List<String> arguments)
      throws CommandFailedException {
    Map<String, String> environment = new HashMap<>(connectionSettings());
    environment.put("PIPELINES", definition.file().toString());
    environment.put("CHECKPOINT_DIR", checkpoints().toString());
    environment.put("START_WAIT", LIMIT.toSeconds() + "s");
    environment.put("STATUS_HOST", Ports.LOOPBACK);
    environment.put("STATUS_PORT", Integer.toString(name.equals(CONSUMER) ? consumerPort : 0));
    environment.putAll(options.consumerSettings());
    environment.putAll(settings);
    DrillConsumer consumer =
        parts.add(
            name,
            new DrillConsumer(
                new ConsumerProcess(
                    checkout,
                    arguments,
                    environment,
                    folder.resolve("logs").resolve(name + ".log"))));
    consumer.start();
    return consumer;
  }

  /** Something to do while records are coming in. */
  @FunctionalInterface
  public interface Strike {
    void now() throws Exception;
  }

  /** Publishes all records in so many bursts, and strikes once at a random moment of each. */
  public void underLoad(int bursts, Strike strike) throws Exception {
    for (int burst = 0; burst < bursts; burst++) {
      underLoad(bursts, burst, strike);
    }
  }

  /** One of these bursts, counted from 0. */
  public void underLoad(int bursts, int burst, Strike strike) throws Exception {
    int count = records() * (burst + 1) / bursts - records() * burst / bursts;
    CompletableFuture<Void> published = load().begin(people().next(count));
    Thread.sleep(
        anyTime(Duration.ofMillis(1_000L * count / options.recordsPerSecond())).toMillis());
    strike.now();
    load().finish(published);
  }

  /** Waits until something is in the table. */
  public void awaitSomeRows() throws Exception {
    String table = pipeline().mainTable().fullName();
    while (session().execute("SELECT * FROM %s LIMIT 1".formatted(table)).one() == null) {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  /** Fails the case, for a reason that is no matter of the account. */
  public static void require(boolean holds, String otherwise) throws CommandFailedException {
    if (!holds) {
      throw new CommandFailedException(otherwise);
    }
  }

  /**
   * Waits until all that was published has landed, stops the consumer, and looks once more: what it
   * did in the end counts too.
   */
  public Account settle(DrillConsumer consumer) throws Exception {
    awaitSettled(consumer);
    if (consumer.process().isAlive()) {
      consumer.stop();
    }
    return account();
  }

  /** The same of a consumer that must have lived through it all. */
  public Account settleUndying(DrillConsumer consumer) throws Exception {
    require(
        consumer.process().isAlive(), "The consumer has ended: " + consumer.process().logTail());
    return settle(consumer);
  }

  /** Kills the consumer and both servers in one instant, and starts them again. */
  public void losePower(DrillConsumer consumer) throws Exception {
    faults.killTogether(
        List.of(consumer.process(), stack.cassandra().process(), stack.kafka().process()));
    stack.start();
    consumer.start();
    stack.awaitReady();
  }

  /** The same as {@link #settle}, and then everything is read and written once more. */
  public Account settleTwice(DrillConsumer consumer) throws Exception {
    Account once = settle(consumer);
    if (!once.settled()) {
      return once;
    }
    faults.note("everything is read again");
    startConsumer("consumer-again", Map.of(), List.of("--mode", "initial")).awaitEnd(0);
    return account();
  }

  /** The same, and the consumer goes on. */
  public Account awaitSettled(DrillConsumer consumer) throws Exception {
    return settling().await(consumer);
  }

  /** Truth against tables, now. */
  public Account account() throws Exception {
    return settling().account();
  }

  /** Waits until the consumer has committed all events that were published. */
  public void awaitCommitted() throws Exception {
    settling().awaitCommitted(stack.kafka().bootstrapServers(), checkpoints());
  }

  /**
   * The offset of each partition of the events' topic up to which the consumer has planned batches.
   * A batch is done with the definition that it was planned with, even after the consumer died.
   */
  public Map<Integer, Long> planned() throws Exception {
    return new CommittedOffsets(checkpoints().resolve(pipeline().name()))
        .planned(pipeline().topic().name());
  }

  /** Waits until the consumer has planned all events that are in the topic now. */
  public void awaitPlanned() throws Exception {
    Map<Integer, Long> ends;
    try (TopicOffsets offsets =
        new TopicOffsets(stack.kafka().bootstrapServers(), pipeline().topic().name())) {
      ends = offsets.ends();
    }
    Retry retry = new Retry(LIMIT, Backoff.every(BETWEEN_LOOKS));
    require(
        retry.until(
            () -> {
              Map<Integer, Long> planned = planned();
              return ends.entrySet().stream()
                  .allMatch(end -> planned.getOrDefault(end.getKey(), 0L) >= end.getValue());
            }),
        "The consumer does not read all that is there.");
  }

  private Settling settling() throws CommandFailedException {
    return new Settling(truth, session(), pipeline(), told);
  }

  /** Stops the consumer once all that was published has its outcome and counts as read. */
  public void stopWhenCommitted(DrillConsumer consumer) throws Exception {
    awaitSettled(consumer);
    awaitCommittedEpoch();
    consumer.stop();
  }

  /**
   * Waits until a query without batches has committed all that was published. What it has not is
   * read again at the next start, and judged with that one's definition, which is one of its
   * limits; a batch is finished with its own.
   */
  private void awaitCommittedEpoch() throws Exception {
    if (!"continuous".equals(options.consumerSettings().get("TRIGGER"))) {
      return;
    }
    awaitCommitted();
  }

  /** Ends everything that was started. */
  @Override
  public void close() {
    parts.close();
  }
}
