package io.tributary.stack.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.model.cql.TableCql;
import io.tributary.model.event.RecordPosition;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.stack.consumer.PipelineFixture.Letter;
import io.tributary.verifier.lookup.CassandraOutcomeLookup;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that the definition allows and Cassandra does not take: dead letters, not the stream's end.
 */
@WithStack
class LargeRowIT {
  private static final int MEBIBYTE = 1 << 20;

  private final Stack stack;

  LargeRowIT(Stack stack) {
    this.stack = stack;
  }

  /** Five fields that take 4,000,000 bytes each. */
  private static void allowLargeTexts(FreshPipeline pipeline) throws Exception {
    String definition = Files.readString(pipeline.file());
    String larger =
        definition
            .replaceAll(
                "from: (/picture/medium|/login/username|/location/postcode|/phone|/name/last)(, max-length: \\d+)?",
                "from: $1, max-length: 1000000")
            .replace("max-record-bytes: 1048576", "max-record-bytes: 16777216");
    assertThat(larger.split("max-length: 1000000", -1)).hasSize(6);
    Files.writeString(pipeline.file(), larger);
  }

  /** An event of about so many bytes; that of 16 MiB is just what the topic takes. */
  private static void publish(PipelineFixture surroundings, int user, int mebibytes)
      throws Exception {
    String id = PipelineFixture.ids(user + 1).get(user);
    String text = "\uD83D\uDC4B".repeat((mebibytes * MEBIBYTE - 1_000) / 20);
    String event =
        "{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":\"%s\",\"picture\":\"%s\",\"username\":\"%s\",\"post_code\":\"%s\",\"phone\":\"%s\"}"
            .formatted(id, text, text, text, text, text);
    surroundings
        .send(
            new ProducerRecord<>(
                surroundings.pipeline().topic().name(),
                0,
                PipelineFixture.bytes(id),
                PipelineFixture.bytes(event)))
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void rowThatCassandraDoesNotTake_becomesADeadLetter_andTheStreamGoesOn(FreshPipeline pipeline)
      throws Exception {
    allowLargeTexts(pipeline);
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      List<Integer> sizes = List.of(1, 16, 15, 1);
      for (int user = 0; user < sizes.size(); user++) {
        publish(surroundings, user, sizes.get(user));
      }
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(3);
        surroundings.awaitLetters(1);
        assertThat(consumer.process().isAlive()).as(consumer.process().logTail()).isTrue();
      }
      assertThat(surroundings.rows().keySet())
          .containsExactlyInAnyOrder(
              PipelineFixture.ids(1).get(0),
              PipelineFixture.ids(3).get(2),
              PipelineFixture.ids(4).get(3));
      Map<String, Letter> letters = surroundings.letters();
      assertThat(letters).containsOnlyKeys(surroundings.pipeline().topic().name() + "-0@1");
      Letter letter = letters.values().iterator().next();
      assertThat(letter.reason()).isEqualTo("TOO_LARGE");
      assertThat(letter.value()).isNull();
      assertThat(letter.detail()).contains("Cassandra accepts", "in Kafka at");
    }
  }

  /** An index of Cassandra's own kind takes values of 64 KiB and no larger ones. */
  @Test
  void rowThatCassandraRefuses_becomesADeadLetter_andTheOthersOfItsBatchBecomeRows(
      FreshPipeline pipeline) throws Exception {
    allowLargeTexts(pipeline);
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      String table = new TableCql(surroundings.pipeline()).name();
      surroundings.session().execute("CREATE INDEX ON %s (last_name)".formatted(table));
      List<String> ids = PipelineFixture.ids(40);
      String large = "x".repeat(70_000);
      for (int user = 0; user < ids.size(); user++) {
        String id = ids.get(user);
        String name = user == 7 || user == 39 ? large : "Smith";
        surroundings
            .send(
                new ProducerRecord<>(
                    surroundings.pipeline().topic().name(),
                    0,
                    PipelineFixture.bytes(id),
                    PipelineFixture.bytes(
                        "{\"id\":\"%s\",\"first_name\":\"Ada\",\"last_name\":\"%s\"}"
                            .formatted(id, name))))
            .get(60, TimeUnit.SECONDS);
      }
      // beyond the last day that Cassandra can count
      Map<String, String> settings = Map.of("DEAD_LETTER_TTL", "7300d");
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, settings, List.of())) {
        surroundings.awaitLetters(2);
        surroundings.awaitRows(38);
        consumer.awaitLog("dead letters are kept until 2038-01-19");
        assertThat(consumer.process().isAlive()).as(consumer.process().logTail()).isTrue();
      }
      String topic = surroundings.pipeline().topic().name();
      Map<String, Letter> letters = surroundings.letters();
      assertThat(letters).containsOnlyKeys(topic + "-0@7", topic + "-0@39");
      assertThat(letters.values())
          .allSatisfy(
              letter -> {
                assertThat(letter.reason()).isEqualTo("REFUSED_BY_CASSANDRA");
                assertThat(letter.detail()).contains("Cannot index value of size 70000");
                assertThat(letter.value()).asString(UTF_8).contains(large);
              });
      assertThat(surroundings.rows().keySet()).hasSize(38).doesNotContain(ids.get(7), ids.get(39));
    }
  }

  /** 630 MiB in the memory of a consumer that has 512, and less than 1 MiB in Kafka. */
  @ParameterizedTest
  @ValueSource(strings = {"micro-batch", "continuous"})
  void recordsThatAreSmallInKafkaAlone_doNotFillTheMemory(String trigger, FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      int records = 70;
      surroundings.sendCompressed(records, 9 * MEBIBYTE);
      try (TestConsumer consumer =
          TestConsumer.start(stack, pipeline, Map.of("TRIGGER", trigger), List.of())) {
        consumer.awaitReady();
        await()
            .atMost(PipelineFixture.LIMIT)
            .until(() -> !consumer.process().isAlive() || surroundings.letters().size() >= records);
        assertThat(consumer.process().isAlive()).as(consumer.process().logTail()).isTrue();
      }
      assertThat(surroundings.letters().values())
          .hasSize(records)
          .allMatch(letter -> letter.reason().equals("TOO_LARGE") && letter.value() == null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"micro-batch", "continuous"})
  void skippedRecord_becomesADeadLetter_andItsNeighboursBecomeRows(
      String trigger, FreshPipeline pipeline) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      String topic = surroundings.pipeline().topic().name();
      List<String> ids = PipelineFixture.ids(3);
      for (String id : ids) {
        surroundings
            .send(
                new ProducerRecord<>(
                    topic,
                    0,
                    PipelineFixture.bytes(id),
                    PipelineFixture.bytes(PipelineFixture.event(id, "Ada"))))
            .get(60, TimeUnit.SECONDS);
      }
      String skipped = topic + "-0@1";
      try (TestConsumer consumer =
          TestConsumer.start(
              stack, pipeline, Map.of("TRIGGER", trigger), List.of("--skip", skipped))) {
        consumer.awaitLog("skipping " + skipped);
        surroundings.awaitLetters(1);
        surroundings.awaitRows(2);
      }
      assertThat(surroundings.rows()).containsOnlyKeys(ids.get(0), ids.get(2));
      assertThat(surroundings.letters()).containsOnlyKeys(skipped);
      Letter letter = surroundings.letters().values().iterator().next();
      assertThat(letter.reason()).isEqualTo("SKIPPED");
      assertThat(letter.value()).isNull();
      assertThat(letter.key()).isEqualTo(PipelineFixture.bytes(ids.get(1)));
      CassandraOutcomeLookup found =
          new CassandraOutcomeLookup(surroundings.session(), surroundings.pipeline());
      assertThat(found.lastSkipped(new RecordPosition(topic, 0, 1))).hasValue(1);
      assertThat(found.lastSkipped(new RecordPosition(topic, 0, 0))).isEmpty();
    }
  }
}
