package io.tributary.stack.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.runtime.command.Command;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.ServingTopics;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.verifier.RunVerifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of dead letters: filed, asked, replayed after a fix of the definition, discarded. */
@WithStack
class DeadLetterReplayIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int GOOD = 200;
  private static final int CHECK_FAILED = 20;
  private static final int REJECTED = 10;
  private static final int MALFORMED = 5;
  private static final int LETTERS = CHECK_FAILED + REJECTED + MALFORMED;

  private final Stack stack;
  private final FreshPipeline fresh;
  private final Pipeline pipeline;
  private final CqlSession session;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final long time = System.currentTimeMillis() - 60_000;

  DeadLetterReplayIT(Stack stack, FreshPipeline fresh) throws Exception {
    this.stack = stack;
    this.fresh = fresh;
    pipeline = fresh.definition();
    session =
        CassandraSessions.open(
            CassandraConnection.of(List.of(stack.contactPoints()), stack.dataCenter(), "", ""),
            LIMIT,
            waiting -> {});
    new SchemaMigration(List.of(pipeline), Replication.parse("1")).apply(session);
    admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    ServingTopics.create(
        admin,
        new NewTopic(pipeline.topic().name(), 2, (short) 1),
        new NewTopic(pipeline.topic().rejected(), 1, (short) 1));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
    admin.close();
    session.close();
  }

  @Test
  void letters_becomeRows_afterAFixOfTheDefinition() throws Exception {
    publish();
    TestConsumer before = TestConsumer.start(stack, fresh);
    try (before) {
      await().atMost(LIMIT).until(() -> letters().size() == LETTERS && rows().size() == GOOD);
    }
    assertThat(command("dead-letters", "replay", "--dry-run").lastOut())
        .startsWith("{\"asked\":35,\"dry_run\":true,\"would_pass\":0,\"would_fail\":35");

    fixDefinition();
    assertThat(command("dead-letters", "replay", "--dry-run").lastOut())
        .startsWith("{\"asked\":35,\"dry_run\":true,\"would_pass\":30,\"would_fail\":5")
        .contains("\"CHECK_FAILED\":{\"asked\":20,\"would_pass\":20}")
        .contains("\"MISSING_FIELD\":{\"asked\":10,\"would_pass\":10}")
        .contains("\"MALFORMED_JSON\":{\"asked\":5,\"would_pass\":0}");
    assertThat(letters()).allSatisfy((position, letter) -> assertThat(letter.tries()).isZero());

    TestConsumer after = TestConsumer.start(stack, fresh);
    try (after) {
      Output replayed = command("dead-letters", "replay", "--timeout", "90s");

      assertThat(replayed.lastOut())
          .as(replayed.err())
          .isEqualTo(
              "{\"asked\":35,\"replayed\":30,\"failed_again\":5,\"verified\":30,\"missing\":0}");
      assertThat(replayed.exitCode()).isZero();
      Map<String, Long> rows = rows();
      assertThat(rows).hasSize(GOOD + CHECK_FAILED + REJECTED);
      assertThat(rows.values()).allMatch(micros -> micros / 1_000 == time);
      Map<String, Letter> letters = letters();
      assertThat(letters).hasSize(LETTERS);
      assertThat(letters.values())
          .allMatch(letter -> letter.tries() == 1)
          .allMatch(letter -> letter.expiresIn() > 0 && letter.stateExpiresIn() > 0)
          .allMatch(letter -> Math.abs(letter.expiresIn() - letter.stateExpiresIn()) < 60);
      assertThat(letters.values().stream().filter(l -> l.state().equals("replayed"))).hasSize(30);

      Output again = command("dead-letters", "replay", "--timeout", "90s");

      assertThat(again.lastOut())
          .isEqualTo(
              "{\"asked\":5,\"replayed\":0,\"failed_again\":5,\"verified\":0,\"missing\":0}");
      assertThat(again.exitCode()).isZero();
      assertThat(rows()).isEqualTo(rows);

      recordThatClaimsToReplayALetter();
      assertThat(command("verify", "--all", "--timeout", "60s").exitCode()).isZero();
      Output limited = command("verify", "--all", "--max-dead-letters", "4");
      assertThat(limited.exitCode()).isEqualTo(Command.FAILED);
      assertThat(limited.err()).contains("are dead letters, at most 4 may be");
    }

    assertThat(command("dead-letters", "discard", "--why", "was never JSON").lastOut())
        .isEqualTo("{\"discarded\":6}");
    assertThat(command("dead-letters", "list", "--open").lastOut())
        .isEqualTo(
            "Pipeline %s has no such dead letter (--pipeline names another definition)."
                .formatted(pipeline.name()));
    assertThat(letters().values())
        .hasSize(LETTERS + 1)
        .filteredOn(letter -> letter.reason().equals("MALFORMED_JSON"))
        .allMatch(letter -> letter.state().equals("discarded") && letter.stateExpiresIn() > 0);
    assertThat(command("dead-letters", "discard", "--why", "again").lastOut())
        .isEqualTo("{\"discarded\":0}");
  }

  @Test
  void replay_survivesARetention_thatIsShorterThanTheLetterIsOld() throws Exception {
    long old = time - Duration.ofDays(2).toMillis();
    String id = UUID.randomUUID().toString();
    producer
        .send(
            new ProducerRecord<>(
                pipeline.topic().name(), 0, old, bytes(id), bytes(user(id, "1".repeat(100)))))
        .get();
    try (TestConsumer before = TestConsumer.start(stack, fresh)) {
      await().atMost(LIMIT).until(() -> letters().size() == 1);
      before.stopInTime();
    }
    keepForAnHour(pipeline.topic().name());
    fixDefinition();
    long published = published();

    CompletableFuture<Output> replay =
        CompletableFuture.supplyAsync(() -> command("dead-letters", "replay", "--timeout", "90s"));
    await().atMost(LIMIT).until(() -> published() > published);
    awaitRetention(old);
    try (TestConsumer after = TestConsumer.start(stack, fresh)) {
      Output replayed = replay.get();

      assertThat(replayed.lastOut())
          .as(replayed.err() + after.process().logTail())
          .isEqualTo(
              "{\"asked\":1,\"replayed\":1,\"failed_again\":0,\"verified\":1,\"missing\":0}");
      assertThat(rows()).containsOnlyKeys(id);
      assertThat(rows().values())
          .as("newest wins by the letter's time")
          .allMatch(micros -> micros / 1_000 == old);
    }
  }

  /** Deletes in and out of order, of events and tombstones, repeated and replayed. */
  @Test
  void deletes_leaveTheNewestOfEachKey_andAreVerified() throws Exception {
    String byLetter = UUID.randomUUID().toString();
    send(row(byLetter, 0), tombstone(byLetter, 1));
    try (TestConsumer before = TestConsumer.start(stack, fresh)) {
      await()
          .atMost(LIMIT)
          .until(() -> letters().size() == 1 && rows().keySet().equals(Set.of(byLetter)));
      before.stopInTime();
    }
    letRecordsDelete();
    String kept = UUID.randomUUID().toString();
    String writtenAgain = UUID.randomUUID().toString();
    String newerThanItsDelete = UUID.randomUUID().toString();
    String gone = UUID.randomUUID().toString();
    String late = UUID.randomUUID().toString();
    String byTombstone = UUID.randomUUID().toString();
    String repeated = UUID.randomUUID().toString();
    send(row(gone, 0), delete(gone, 1));
    send(delete(late, 1), row(late, 0));
    send(row(byTombstone, 0), tombstone(byTombstone, 1));
    send(row(repeated, 0), row(repeated, 1), delete(repeated, 2), delete(repeated, 2));
    Output early = command("verify", "--all", "--timeout", "1s");
    assertThat(early.exitCode()).as("no row, as nobody has read them").isEqualTo(Command.FAILED);
    assertThat(early.lastOut()).contains("\"missing\":10,", "\"deleted\":0");
    assertThat(early.err()).contains("the consumer has not passed");
    send(row(writtenAgain, 0), delete(writtenAgain, 1), row(writtenAgain, 2));
    send(row(newerThanItsDelete, 2), delete(newerThanItsDelete, 1));
    send(row(kept, 0));

    try (TestConsumer after = TestConsumer.start(stack, fresh)) {
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  rows().keySet().equals(Set.of(byLetter, kept, writtenAgain, newerThanItsDelete)));
      Output verified = command("verify", "--all", "--timeout", "60s");
      assertThat(verified.exitCode()).as(verified.err()).isZero();
      assertThat(verified.lastOut())
          .contains("\"rows\":10,\"dead_letters\":1,\"superseded\":8,")
          .contains("\"missing\":0", "\"deleted\":7", "\"verified\":true");

      Output replayed = command("dead-letters", "replay", "--timeout", "90s");

      assertThat(replayed.lastOut())
          .as(replayed.err() + after.process().logTail())
          .isEqualTo(
              "{\"asked\":1,\"replayed\":1,\"failed_again\":0,\"verified\":1,\"missing\":0}");
      assertThat(rows()).containsOnlyKeys(kept, writtenAgain, newerThanItsDelete);
      Output again = command("verify", "--all", "--timeout", "60s");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(again.lastOut())
          .contains("\"rows\":10,\"dead_letters\":1,\"superseded\":9,", "\"deleted\":8");
    }
    session.execute("DELETE FROM %s WHERE id = %s".formatted(new TableCql(pipeline).name(), kept));
    Output lost = command("verify", "--all", "--timeout", "1s");
    assertThat(lost.exitCode()).as("a row that no record has deleted").isEqualTo(Command.FAILED);
    assertThat(lost.lastOut()).contains("\"missing\":1");
  }

  private ProducerRecord<byte[], byte[]> row(String id, int later) {
    return record(id, later, bytes(user(id, "1")));
  }

  private ProducerRecord<byte[], byte[]> delete(String id, int later) {
    return record(id, later, bytes("{\"id\":\"%s\",\"_deleted\":true}".formatted(id)));
  }

  private ProducerRecord<byte[], byte[]> tombstone(String id, int later) {
    return record(id, later, null);
  }

  /**
   * @param later milliseconds after the first ones
   */
  private ProducerRecord<byte[], byte[]> record(String id, int later, byte @Nullable [] value) {
    return new ProducerRecord<>(pipeline.topic().name(), null, time + later, bytes(id), value);
  }

  @SafeVarargs
  private void send(ProducerRecord<byte[], byte[]>... records) throws Exception {
    for (ProducerRecord<byte[], byte[]> record : records) {
      producer.send(record).get();
    }
  }

  private void letRecordsDelete() throws Exception {
    String yaml = Files.readString(fresh.file());
    Map<String, Object> definition = new org.yaml.snakeyaml.Yaml().load(yaml);
    event(definition).put("tombstones", "delete");
    event(definition).put("delete-when", Map.of("at", "/deleted"));
    Files.writeString(fresh.file(), new org.yaml.snakeyaml.Yaml().dump(definition));
  }

  private void keepForAnHour(String topic) throws Exception {
    ConfigEntry anHour =
        new ConfigEntry("retention.ms", Long.toString(Duration.ofHours(1).toMillis()));
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(anHour, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** How many records the events' topic has ever had. */
  private long published() throws Exception {
    return offset(pipeline.topic().name(), 0, OffsetSpec.latest())
        + offset(pipeline.topic().name(), 1, OffsetSpec.latest());
  }

  private long offset(String topic, int partition, OffsetSpec which) throws Exception {
    TopicPartition asked = new TopicPartition(topic, partition);
    return admin.listOffsets(Map.of(asked, which)).partitionResult(asked).get().offset();
  }

  /** Returns when Kafka has deleted what is older than an hour: a record of this time is gone. */
  private void awaitRetention(long time) throws Exception {
    String canary = pipeline.topic().name() + "-canary";
    ServingTopics.create(admin, new NewTopic(canary, 1, (short) 1));
    keepForAnHour(canary);
    producer.send(new ProducerRecord<>(canary, 0, time, bytes("k"), bytes("v"))).get();
    await().atMost(LIMIT).until(() -> offset(canary, 0, OffsetSpec.earliest()) == 1);
  }

  /** Anybody can write the header; so it looks when a mirrored topic brings it along. */
  private void recordThatClaimsToReplayALetter() throws Exception {
    Map<String, Letter> letters = letters();
    String position = letters.keySet().iterator().next();
    ProducerRecord<byte[], byte[]> forged =
        new ProducerRecord<>(
            pipeline.topic().name(), null, time + 1, bytes("k"), bytes("still no JSON"));
    forged.headers().add(EventHeaders.DEAD_LETTER, bytes(position));
    RecordMetadata where = producer.send(forged).get();
    await().atMost(LIMIT).until(() -> letters().size() == LETTERS + 1);
    Map<String, Letter> now = letters();
    Letter own =
        Objects.requireNonNull(
            now.remove(
                String.format(
                    Locale.ROOT, "%s-%d@%d", where.topic(), where.partition(), where.offset())));
    assertThat(own.state()).isEqualTo("open");
    assertThat(now).as("the others as they were").isEqualTo(letters);
    assertThat(command("dead-letters", "list").out()).contains("replay of " + position);
  }

  private void publish() throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < GOOD; i++) {
      String id = UUID.randomUUID().toString();
      records.add(event(id, user(id, "1")));
    }
    for (int i = 0; i < CHECK_FAILED; i++) {
      String id = UUID.randomUUID().toString();
      records.add(event(id, user(id, "1".repeat(100))));
    }
    for (int i = 0; i < MALFORMED; i++) {
      records.add(event(UUID.randomUUID().toString(), "no JSON"));
    }
    for (int i = 0; i < REJECTED; i++) {
      String source =
          "{\"login\":{\"uuid\":\"%s\"},\"name\":{\"first\":\"Ada\"}}".formatted(UUID.randomUUID());
      ProducerRecord<byte[], byte[]> rejected =
          new ProducerRecord<>(pipeline.topic().rejected(), null, time, null, bytes(source));
      rejected.headers().add(EventHeaders.RUN_ID, bytes("run"));
      rejected.headers().add(EventHeaders.REASON, bytes("MISSING_FIELD"));
      rejected.headers().add(EventHeaders.FIELD, bytes("last_name"));
      rejected.headers().add(EventHeaders.DETAIL, bytes("there is none"));
      records.add(rejected);
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(next -> sent.add(producer.send(next)));
    for (Future<RecordMetadata> acknowledged : sent) {
      acknowledged.get();
    }
  }

  private ProducerRecord<byte[], byte[]> event(String key, String value) {
    ProducerRecord<byte[], byte[]> event =
        new ProducerRecord<>(pipeline.topic().name(), null, time, bytes(key), bytes(value));
    event.headers().add(EventHeaders.RUN_ID, bytes("run"));
    return event;
  }

  private static String user(String id, String phone) {
    return "{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":\"Byron\",\"phone\":\"%s\"}"
        .formatted(id, phone);
  }

  /** Takes longer telephone numbers, and people without a last name. */
  private void fixDefinition() throws Exception {
    String yaml = Files.readString(fresh.file());
    Map<String, Object> definition = new org.yaml.snakeyaml.Yaml().load(yaml);
    for (Map<String, Object> field : fields(definition)) {
      if ("phone".equals(field.get("name"))) {
        field.put("max-length", 128);
      }
      if ("last_name".equals(field.get("name"))) {
        field.remove("required");
      }
    }
    Files.writeString(fresh.file(), new org.yaml.snakeyaml.Yaml().dump(definition));
  }

  @SuppressWarnings("unchecked") // the definition is a valid one
  private static List<Map<String, Object>> fields(Map<String, Object> definition) {
    return (List<Map<String, Object>>) Objects.requireNonNull(event(definition).get("fields"));
  }

  @SuppressWarnings("unchecked") // the definition is a valid one
  private static Map<String, Object> event(Map<String, Object> definition) {
    return (Map<String, Object>) Objects.requireNonNull(definition.get("event"));
  }

  /** Write time of every row, by id. */
  private Map<String, Long> rows() {
    Map<String, Long> rows = new HashMap<>();
    String select = "SELECT id, WRITETIME(first_name) FROM " + new TableCql(pipeline).name();
    for (Row row : session.execute(select)) {
      rows.put(String.valueOf(row.getUuid(0)), row.getLong(1));
    }
    return rows;
  }

  private record Letter(String reason, String state, int tries, int expiresIn, int stateExpiresIn) {
    /** What time alone changes is left out. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Letter letter
          && (reason + state + tries).equals(letter.reason + letter.state + letter.tries);
    }

    @Override
    public int hashCode() {
      return (reason + state + tries).hashCode();
    }
  }

  /** Every dead letter, by {@code topic-partition@offset}. */
  private Map<String, Letter> letters() {
    Map<String, Letter> letters = new TreeMap<>();
    String select =
        "SELECT topic, partition, offset, reason, state, tries, TTL(reason), TTL(state) FROM ";
    String table = new DeadLetterCql(pipeline.keyspace()).name();
    for (Row row : session.execute(select + table)) {
      letters.put(
          String.format(Locale.ROOT, "%s-%d@%d", row.getString(0), row.getInt(1), row.getLong(2)),
          new Letter(
              String.valueOf(row.getString(3)),
              String.valueOf(row.getString(4)),
              row.getInt(5),
              row.getInt(6),
              row.getInt(7)));
    }
    return letters;
  }

  private record Output(int exitCode, String out, String err) {
    String lastOut() {
      return out.strip().lines().reduce("", (before, line) -> line);
    }
  }

  private Output command(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--pipeline", fresh.file().toString(), "--cassandra", stack.contactPoints()));
    if (all.contains("verify") || all.contains("replay")) {
      all.addAll(List.of("--kafka", stack.bootstrapServers()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      int exitCode = Command.execute(new RunVerifier(), all.toArray(String[]::new));
      return new Output(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
