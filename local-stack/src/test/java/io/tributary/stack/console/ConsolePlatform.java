package io.tributary.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.tributary.console.Console;
import io.tributary.console.ConsoleSettings;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.receipt.Receipt;
import io.tributary.producer.Connections;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.RunRequest;
import io.tributary.producer.Target;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.TraceReceiver;
import io.tributary.verifier.registry.TopicSchemas;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.runs.RunTraces;
import io.tributary.verifier.runs.RunVerification;
import io.tributary.verifier.verification.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One pipeline of users with a consumer and a console over it: a verified run, and records that
 * became dead letters.
 */
final class ConsolePlatform implements AutoCloseable {
  static final String OPERATOR = "an operator's password";

  /** As Airflow names runs, with a plus sign. */
  static final String RUN = "manual__2026-11-29T20:59:52.874874+00:00";

  static final int USERS = 300;
  static final int BROKEN = 7;
  private static final int TOO_LONG = 100;

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final HttpLimits HTTP =
      new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(20), LIMIT, 64 << 20);

  private final Stack stack;
  private final FreshPipeline fresh;
  private final Pipeline pipeline;
  private final CqlSession session;
  private final Admin admin;
  private final TestConsumer consumer;
  private final TraceReceiver traces = new TraceReceiver();
  private final Console console;

  private ConsolePlatform(
      Stack stack, FreshPipeline fresh, CqlSession session, Admin admin, TestConsumer consumer)
      throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    this.pipeline = fresh.definition();
    this.session = session;
    this.admin = admin;
    this.consumer = consumer;
    this.console =
        new Console(
            new ConsoleSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.of(OPERATOR),
                0,
                consumer.status(),
                Optional.empty()),
            fresh.file(),
            KafkaConnection.at(stack.bootstrapServers()),
            cassandra(stack),
            RegistryConnection.beside(fresh.file()),
            RunTraces.by(
                OptionGroup.read(
                    new TraceOptions(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", traces.url())),
                "console"));
  }

  /** All of it, running, with {@link #USERS} rows of one run and {@link #BROKEN} dead letters. */
  static ConsolePlatform start(Stack stack, FreshPipeline fresh) throws Exception {
    Pipeline pipeline = fresh.definition();
    CqlSession session = CassandraSessions.open(cassandra(stack), LIMIT, waiting -> {});
    new SchemaMigration(List.of(pipeline), Replication.parse("1")).apply(session);
    Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    try (Topics topics = new Topics(KafkaConnection.at(stack.bootstrapServers()))) {
      topics.create(TopicPlan.of(pipeline), LIMIT);
    }
    TestConsumer consumer = TestConsumer.start(stack, fresh);
    ConsolePlatform platform = new ConsolePlatform(stack, fresh, session, admin, consumer);
    platform.traces.start();
    platform.console.start();
    platform.fill();
    return platform;
  }

  private static CassandraConnection cassandra(Stack stack) throws Exception {
    return CassandraConnection.of(List.of(stack.contactPoints()), stack.dataCenter(), "", "");
  }

  private void fill() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < BROKEN; i++) {
        producer
            .send(
                new ProducerRecord<>(
                    pipeline.topic().name(),
                    ("key-" + i).getBytes(StandardCharsets.UTF_8),
                    "no <b>JSON</b>".getBytes(StandardCharsets.UTF_8)))
            .get();
      }
    }
    Receipt receipt = produce();
    VerificationReport report =
        new RunVerification(
                new Verification(
                    KafkaConnection.at(stack.bootstrapServers()),
                    session,
                    pipeline,
                    new TopicSchemas(pipeline, RegistryConnection.beside(fresh.file()), LIMIT)
                        .writers()),
                session,
                pipeline,
                RunTraces.off())
            .verify(receipt, LIMIT, progress -> {});
    if (!report.verified()) {
      throw new IllegalStateException(report.why().orElseThrow());
    }
    await().atMost(LIMIT).until(() -> letters() == BROKEN);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", stack.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private Receipt produce() throws Exception {
    try (SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults())) {
      source.start();
      RunEnd end =
          new ProducerRun(
                  SourceUrl.at(pipeline, source.url()),
                  new RunRequest(
                      RUN, RUN, new Target.Records(USERS), OptionalDouble.empty(), LIMIT),
                  new Connections(
                      KafkaConnection.at(stack.bootstrapServers()),
                      HTTP,
                      Connections.DEFAULT_BUFFER_BYTES,
                      "tributary/test",
                      RegistryConnection.beside(fresh.file())))
              .run();
      if (end.failure().isPresent()) {
        throw new IllegalStateException(end.failure().get());
      }
      return end.receipt();
    }
  }

  /**
   * Publishes so many users who become dead letters, as the definition takes no telephone number of
   * that length; returns once they are.
   */
  void publishLongTelephoneNumbers(int users) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < users; i++) {
        String id = UUID.randomUUID().toString();
        String event =
            "{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":\"Byron\",\"phone\":\"%s\"}"
                .formatted(id, "1".repeat(TOO_LONG));
        producer
            .send(
                new ProducerRecord<>(
                    pipeline.topic().name(),
                    id.getBytes(StandardCharsets.UTF_8),
                    event.getBytes(StandardCharsets.UTF_8)))
            .get();
      }
    }
    await().atMost(LIMIT).until(() -> letters() == BROKEN + users);
  }

  /** Changes the definition so that it takes them. */
  void takeLongTelephoneNumbers() throws IOException {
    String before = Files.readString(fresh.file());
    String after = before.replace("max-length: 64", "max-length: " + TOO_LONG);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(fresh.file(), after);
  }

  /** How many records the events' topic has ever had. */
  long published() throws Exception {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, 3)
            .mapToObj(n -> new TopicPartition(pipeline.topic().name(), n))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS).values().stream()
        .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
        .sum();
  }

  /** Rows in Cassandra. */
  long rows() {
    return count(pipeline.mainTable().fullName());
  }

  /** Dead letters in Cassandra. */
  long letters() {
    return count(pipeline.keyspace() + ".dead_letters_by_day");
  }

  private long count(String table) {
    return session.execute("SELECT count(*) FROM " + table).all().get(0).getLong(0);
  }

  /** A console in a process of its own over the same platform; not started yet. */
  ConsoleProcess anotherConsole() throws CommandFailedException {
    return new ConsoleProcess(stack, fresh, consumer.status());
  }

  Pipeline pipeline() {
    return pipeline;
  }

  FreshPipeline files() {
    return fresh;
  }

  CqlSession session() {
    return session;
  }

  String bootstrapServers() {
    return stack.bootstrapServers();
  }

  Admin admin() {
    return admin;
  }

  TestConsumer consumer() {
    return consumer;
  }

  Console console() {
    return console;
  }

  /** What was sent of the trace of the run. */
  List<String> tracesOfRun() {
    return traces.of(pipeline.name(), RUN);
  }

  @Override
  public void close() {
    console.close();
    traces.close();
    consumer.close();
    admin.close(Duration.ZERO);
    session.close();
  }
}
