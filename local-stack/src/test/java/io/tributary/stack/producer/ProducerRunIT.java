package io.tributary.stack.producer;

import static io.tributary.stack.producer.TopicContent.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.producer.Connections;
import io.tributary.producer.Order;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.SourceUrl;
import io.tributary.producer.Target;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.TopicProblem;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.simulator.fault.Fault;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@WithStack
class ProducerRunIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final HttpLimits LIMITS =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(20), 64 << 20);

  private final Stack stack;
  private final Pipeline users;

  ProducerRunIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.users = fresh.definition();
  }

  @Test
  void run_publishesTheSameRecords_withAndWithoutFaults() throws Exception {
    createTopics();
    Order order =
        new Order("r1", "r1", new Target.Records(1_100), OptionalDouble.of(250), LIMIT);
    Receipt calm = green(run(SimulatorConfig.defaults().withFault(Fault.BAD_RECORD, 100), order));
    Map<String, String> before = byCursor();
    assertThat(before).hasSize(1_100);
    assertThatTheReceiptIsWhatTheTopicsHold(calm);

    Receipt stormy =
        green(
            run(
                SimulatorConfig.defaults()
                    .withFault(Fault.BAD_RECORD, 100)
                    .withFault(Fault.TRUNCATED, 2)
                    .withFault(Fault.TOO_MANY_REQUESTS, 3)
                    .withFault(Fault.DISCONNECT, 5)
                    .withFault(Fault.ERROR_BODY, 7)
                    .withFault(Fault.TIMEOUT, 11),
                order));
    assertThat(byCursor()).as("the second run's, each at the same cursor").isEqualTo(before);
    assertThat(List.of(stormy.published(), stormy.rejected()))
        .containsExactly(calm.published(), calm.rejected());
    assertThat(stormy.rejected()).isPositive();
  }

  @Test
  void stop_leavesAReceipt_ofExactlyWhatIsInTheTopic() throws Exception {
    createTopics();
    try (SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults())) {
      source.start();
      ProducerRun run =
          producer(
              source,
              new Order("r1", "r1", new Target.Records(5_000), OptionalDouble.of(200), LIMIT));
      CompletableFuture<RunEnd> ended = CompletableFuture.supplyAsync(run::run);
      await().atMost(LIMIT).until(() -> run.progress().published() > 100);
      run.stop();
      RunEnd end = ended.get(15, TimeUnit.SECONDS);
      assertThat(end.failure().orElseThrow()).contains("records: it was stopped");
      assertThat(end.receipt().complete()).isFalse();
      assertThatTheReceiptIsWhatTheTopicsHold(end.receipt());
    }
  }

  @Test
  void run_fails_whenTheTopicsAreMissing() throws Exception {
    RunEnd end = run(SimulatorConfig.defaults(), Order.of("r1", new Target.Records(10)));
    assertThat(end.failure().orElseThrow())
        .startsWith("run r1 published nothing: Kafka at ")
        .endsWith(
            "has no topic %s and %s; create-topics makes it"
                .formatted(users.topic().name(), users.topic().rejected()));
  }

  @Test
  void create_makesTopicsOnce_andReportsThoseThatDiffer() throws Exception {
    try (Topics topics = new Topics(List.of(stack.bootstrapServers()));
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
          .isInstanceOf(CommandFailed.class);
    }
  }

  private void createTopics() throws Exception {
    try (Topics topics = new Topics(List.of(stack.bootstrapServers()))) {
      assertThat(topics.create(TopicPlan.of(users), LIMIT)).allMatch(Topics.Outcome::created);
    }
  }

  private RunEnd run(SimulatorConfig config, Order order) throws Exception {
    try (SimulatorServer source = new SimulatorServer(config)) {
      source.start();
      return producer(source, order).run();
    }
  }

  private ProducerRun producer(SimulatorServer source, Order order) throws Exception {
    return new ProducerRun(
        SourceUrl.at(users, source.url()),
        order,
        new Connections(
            List.of(stack.bootstrapServers()),
            LIMITS,
            Connections.DEFAULT_BUFFER_BYTES,
            "tributary/test"));
  }

  private static Receipt green(RunEnd end) {
    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().complete()).isTrue();
    return end.receipt();
  }

  /** The newest record of each cursor, with all that decides its outcome but its time. */
  private Map<String, String> byCursor() {
    Map<String, String> records = new TreeMap<>();
    for (String topic : List.of(users.topic().name(), users.topic().rejected())) {
      for (ConsumerRecord<byte[], byte[]> record :
          TopicContent.of(stack.bootstrapServers(), topic)) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        records.put(
            header(record, "source_cursor"),
            "%s %s %s".formatted(topic, key, new String(record.value(), UTF_8)));
      }
    }
    return records;
  }

  private void assertThatTheReceiptIsWhatTheTopicsHold(Receipt receipt) {
    for (String topic : List.of(users.topic().name(), users.topic().rejected())) {
      Map<Integer, Set<Long>> held =
          TopicContent.of(stack.bootstrapServers(), topic).stream()
              .filter(record -> header(record, "run_id").equals(receipt.runId()))
              .collect(
                  Collectors.groupingBy(
                      ConsumerRecord::partition,
                      Collectors.mapping(ConsumerRecord::offset, Collectors.toSet())));
      List<OffsetRange> ranges =
          receipt.offsets().stream().filter(range -> range.topic().equals(topic)).toList();
      assertThat(ranges).extracting(OffsetRange::partition).containsExactlyInAnyOrderElementsOf(held.keySet());
      for (OffsetRange range : ranges) {
        assertThat(held.get(range.partition()))
            .hasSize((int) range.records())
            .contains(range.first(), range.last())
            .allMatch(offset -> range.first() <= offset && offset <= range.last());
      }
    }
  }
}
