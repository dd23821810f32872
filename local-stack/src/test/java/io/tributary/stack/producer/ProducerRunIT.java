package io.tributary.stack.producer;

import static io.tributary.stack.producer.TopicContent.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.topic.TopicProblem;
import io.tributary.producer.Connections;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.RunRequest;
import io.tributary.producer.Target;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.simulator.fault.Fault;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithStack
class ProducerRunIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final HttpLimits LIMITS =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(20), 64 << 20);

  private final Stack stack;
  private final FreshPipeline fresh;
  private final Pipeline users;
  private final PublishedRecords published;

  ProducerRunIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    this.users = fresh.definition();
    this.published = new PublishedRecords(stack.bootstrapServers(), users);
  }

  /** Every second request fails, so that each page of three is asked for once more. */
  @ParameterizedTest
  @CsvSource({
    "429, RATE_LIMITED",
    "500, SERVER_ERROR",
    "timeout, TIME_OUT",
    "error-body, ERROR_BODY",
    "not-json, NOT_A_PAGE",
    "truncated, NOT_A_PAGE",
    "disconnect, CUT_OFF",
    "empty, NO_RECORDS",
    "short, FEWER_RECORDS"
  })
  void run_publishesTheSameRecords_withAndWithoutFaults(String word, String kind) throws Exception {
    createTopics();
    SimulatorConfig calmly = SimulatorConfig.defaults().withFault(Fault.BAD_RECORD, 100);
    Pipeline smallPages = withPagesOf(170);
    RunRequest order =
        new RunRequest("r1", "r1", new Target.Records(510), OptionalDouble.empty(), LIMIT);
    Receipt calm = green(run(smallPages, calmly, order));
    Map<String, String> before = published.byCursor();
    assertThat(before).hasSize(510);
    published.assertHolds(calm);

    try (SimulatorServer source =
        new SimulatorServer(
            calmly.withRetryAfter().withFault(Fault.named(word).orElseThrow(), 2))) {
      source.start();
      ProducerRun run = producer(smallPages, source.url(), order);
      Receipt stormy = green(run.run());
      assertThat(run.sourceFaults()).containsOnlyKeys(kind);
      assertThat(List.of(stormy.published(), stormy.rejected()))
          .containsExactly(calm.published(), calm.rejected());
      assertThat(stormy.rejected()).isPositive();
    }
    assertThat(published.byCursor())
        .as("the second run's, each at the same cursor")
        .isEqualTo(before);
    assertThat((long) published.count())
        .as("nothing of a broken page, and what is rejected once")
        .isEqualTo(2 * calm.published() + calm.rejected());
  }

  @Test
  void run_waitsAsLongAsTheSourceAsks_whenItSaysSoWithItsRefusal() throws Exception {
    createTopics();
    try (SimulatorServer source =
        new SimulatorServer(
            SimulatorConfig.defaults().withRetryAfter().withFault(Fault.TOO_MANY_REQUESTS, 2))) {
      source.start();
      RunRequest order =
          new RunRequest("r1", "r1", new Target.Records(340), OptionalDouble.of(170), LIMIT);
      long begun = System.nanoTime();
      green(producer(source, order).run());
      long refusals = source.served().faults().getOrDefault(Fault.TOO_MANY_REQUESTS, 0L);
      assertThat(refusals).isPositive();
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as("the simulator asks for one second each time")
          .isGreaterThanOrEqualTo(Duration.ofSeconds(refusals));
    }
  }

  @Test
  void recordOverTheTopicsLimit_isRejected_andTheRunGoesOn() throws Exception {
    createTopics();
    String huge = "x".repeat(9 << 20);
    String page =
        "{\"results\":[%s,%s,%s]}".formatted(person(1, "Ada"), person(2, huge), person(3, "Grace"));
    HttpServer source =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    source.createContext(
        "/",
        exchange -> {
          byte[] body = page.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    source.start();
    try {
      URI url =
          URI.create(
              String.format(
                  Locale.ROOT, "http://127.0.0.1:%d/api/", source.getAddress().getPort()));
      Receipt receipt =
          green(producer(users, url, RunRequest.of("r1", new Target.Records(3))).run());
      assertThat(receipt.published()).isEqualTo(2);
      assertThat(receipt.rejected()).isEqualTo(1);
      published.assertHolds(receipt);
    } finally {
      source.stop(0);
    }
    ConsumerRecord<byte[], byte[]> rejected =
        TopicContent.of(stack.bootstrapServers(), users.topic().rejected()).get(0);
    assertThat(header(rejected, "reason")).isEqualTo("CHECK_FAILED");
    assertThat(header(rejected, "detail"))
        .contains("bytes are not kept; the source has it at r1/1/1");
    assertThat(rejected.value()).isEmpty();
  }

  private static String person(int number, String firstName) {
    return String.format(
        Locale.ROOT,
        "{\"login\":{\"uuid\":\"%08x-0000-4000-8000-000000000000\"},\"name\":{\"first\":\"%s\",\"last\":\"L\"}}",
        number,
        firstName);
  }

  @Test
  void stop_leavesAReceipt_ofExactlyWhatIsInTheTopic() throws Exception {
    createTopics();
    try (SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults())) {
      source.start();
      ProducerRun run =
          producer(
              source,
              new RunRequest("r1", "r1", new Target.Records(5_000), OptionalDouble.of(200), LIMIT));
      CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
      await().atMost(LIMIT).until(() -> run.progress().published() > 100);
      run.stop();
      RunEnd end = ended.get(15, TimeUnit.SECONDS);
      assertThat(end.failure().orElseThrow()).contains("records: it was stopped");
      assertThat(end.receipt().complete()).isFalse();
      published.assertHolds(end.receipt());
    }
  }

  @Test
  void run_fails_whenTheTopicsAreMissing() throws Exception {
    RunEnd end =
        run(users, SimulatorConfig.defaults(), RunRequest.of("r1", new Target.Records(10)));
    assertThat(end.failure().orElseThrow())
        .startsWith("run r1 published nothing: Kafka at ")
        .endsWith(
            "has no topic %s and %s; create-topics makes it"
                .formatted(users.topic().name(), users.topic().rejected()));
  }

  @Test
  void create_makesTopicsOnce_andReportsThoseThatDiffer() throws Exception {
    try (Topics topics = new Topics(KafkaConnection.at(stack.bootstrapServers()));
        Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(users.topic().rejected(), 1, (short) 1)
                      .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
          .all()
          .get();
      List<Topics.Outcome> first = topics.create(TopicPlan.of(users), LIMIT);
      List<Topics.Outcome> second = topics.create(TopicPlan.of(users), LIMIT);
      assertThat(first).extracting(Topics.Outcome::created).containsExactly(true, false);
      assertThat(second).extracting(Topics.Outcome::created).containsExactly(false, false);
      assertThat(second.get(0).problems()).isEmpty();
      assertThat(second.get(1).problems())
          .extracting(TopicProblem::sentence)
          .satisfiesExactly(
              size -> assertThat(size).contains("max.message.bytes="),
              time -> assertThat(time).contains("message.timestamp.type=CreateTime"));
      assertThat(admin.describeTopics(List.of(users.topic().name())).allTopicNames().get())
          .hasEntrySatisfying(
              users.topic().name(),
              topic -> assertThat(topic.partitions()).hasSize(users.topic().partitions()));
      assertThatThrownBy(() -> topics.check(TopicPlan.of(users), LIMIT))
          .isInstanceOf(CommandFailedException.class);
    }
  }

  private void createTopics() throws Exception {
    try (Topics topics = new Topics(KafkaConnection.at(stack.bootstrapServers()))) {
      assertThat(topics.create(TopicPlan.of(users), LIMIT)).allMatch(Topics.Outcome::created);
    }
  }

  private Pipeline withPagesOf(int records) throws Exception {
    String whole = Files.readString(fresh.file());
    String changed = whole.replaceFirst("page-size: \\d+", "page-size: " + records);
    assertThat(changed).isNotEqualTo(whole);
    Files.writeString(fresh.file(), changed);
    return fresh.definition();
  }

  private RunEnd run(Pipeline pipeline, SimulatorConfig config, RunRequest order) throws Exception {
    try (SimulatorServer source = new SimulatorServer(config)) {
      source.start();
      return producer(pipeline, source.url(), order).run();
    }
  }

  private ProducerRun producer(SimulatorServer source, RunRequest order) throws Exception {
    return producer(users, source.url(), order);
  }

  private ProducerRun producer(Pipeline pipeline, URI source, RunRequest order) throws Exception {
    return new ProducerRun(
        SourceUrl.at(pipeline, source),
        order,
        new Connections(
            KafkaConnection.at(stack.bootstrapServers()),
            LIMITS,
            Connections.DEFAULT_BUFFER_BYTES,
            "tributary/test",
            RegistryConnection.beside(fresh.file())));
  }

  private static Receipt green(RunEnd end) {
    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().complete()).isTrue();
    return end.receipt();
  }
}
