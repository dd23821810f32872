package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** The consumer through crashes, outages, stops, and the starts that it must refuse. */
@WithStack
class RestartIT {
  private static final int SOME = 300;

  private final Stack stack;

  RestartIT(Stack stack) {
    this.stack = stack;
  }

  /** Publishes events of ids from {@code first} on. */
  private static void publish(Surroundings surroundings, int first, int count) throws Exception {
    List<Future<RecordMetadata>> sent =
        Surroundings.ids(first + count).subList(first, first + count).stream()
            .map(id -> surroundings.send(id, "Ada"))
            .toList();
    surroundings.flush();
    for (Future<RecordMetadata> acknowledgement : sent) {
      acknowledgement.get();
    }
  }

  private static String end(TestConsumer consumer, int exitCode) throws InterruptedException {
    assertThat(consumer.process().awaitEnd(Surroundings.LIMIT)).as("ends").isTrue();
    assertThat(consumer.process().exitCode()).as(consumer.process().logTail()).hasValue(exitCode);
    return consumer.process().logTail();
  }

  private static int get(TestConsumer consumer, String page) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(consumer.status().resolve(page)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static void awaitReady(TestConsumer consumer) {
    await()
        .atMost(Surroundings.LIMIT)
        .ignoreExceptions()
        .until(() -> get(consumer, "ready") == 200);
  }

  private static long committedBatches(FreshPipeline pipeline) throws Exception {
    Path commits = TestConsumer.checkpoints(pipeline).resolve(pipeline.name()).resolve("commits");
    try (Stream<Path> files = Files.list(commits)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d+")).count();
    }
  }

  @Test
  void nothingIsMissing_whenTheConsumerIsKilledWhileItWrites(FreshPipeline pipeline)
      throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline)) {
      publish(surroundings, 0, SOME);
      // batches of few records, so that one is under way whenever the kill comes
      Map<String, String> small = Map.of("MAX_RECORDS_PER_BATCH", "40", "TRIGGER_INTERVAL", "1ms");
      for (int kill = 1; kill <= 2; kill++) {
        try (TestConsumer consumer = TestConsumer.start(stack, pipeline, small, List.of())) {
          surroundings.awaitRows(kill * 100);
          consumer.process().kill();
        }
      }
      publish(surroundings, SOME, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(2 * SOME);
        assertThat(surroundings.letters()).isEmpty();
        consumer.process().askToStop();
        end(consumer, 0);
      }
    }
  }

  @Test
  void nothingIsMissing_andNothingCommitted_whenCassandraIsKilledWhileItWrites(
      FreshPipeline pipeline) throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
      publish(surroundings, 0, SOME);
      surroundings.awaitRows(SOME);
      var cassandra = stack.processes().orElseThrow().cassandra();
      awaitReady(consumer);
      long committed = committedBatches(pipeline);

      cassandra.process().kill();
      publish(surroundings, SOME, SOME);
      await()
          .atMost(Surroundings.LIMIT)
          .until(() -> consumer.process().logTail().contains("Cassandra does not take writes"));
      assertThat(committedBatches(pipeline))
          .as("batches done while Cassandra was away")
          .isLessThanOrEqualTo(committed + 1);

      cassandra.start();
      cassandra.awaitReady();
      surroundings.awaitRows(2 * SOME);
      assertThat(consumer.process().isAlive()).isTrue();
      String log = Files.readString(consumer.process().log());
      assertThat(log).containsOnlyOnce("Cassandra does not take writes");
      assertThat(log).containsOnlyOnce("Cassandra takes writes again");
      consumer.process().askToStop();
      end(consumer, 0);
    }
  }

  @Test
  void stop_takesLessThan10s_whileCassandraIsAway(FreshPipeline pipeline) throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
      awaitReady(consumer);
      var cassandra = stack.processes().orElseThrow().cassandra().process();
      cassandra.pause();
      try {
        publish(surroundings, 0, SOME);
        await()
            .atMost(Surroundings.LIMIT)
            .until(() -> consumer.process().logTail().contains("Cassandra does not take writes"));
        long before = System.nanoTime();
        consumer.process().askToStop();
        assertThat(consumer.process().awaitEnd(Duration.ofSeconds(15))).isTrue();
        assertThat(consumer.process().exitCode()).as(consumer.process().logTail()).hasValue(0);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(11));
      } finally {
        cassandra.resume();
      }
      try (TestConsumer next = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(SOME);
        assertThat(next.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void secondConsumer_isRefused_whileTheFirstHasTheCheckpoint(FreshPipeline pipeline)
      throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer first = TestConsumer.start(stack, pipeline)) {
      awaitReady(first);
      publish(surroundings, 0, 1);
      try (TestConsumer second =
          TestConsumer.start(stack, pipeline, Map.of("STATUS_PORT", "0"), List.of())) {
        assertThat(end(second, 1)).contains("another consumer uses the checkpoint");
      }
      surroundings.awaitRows(1);
    }
  }

  @Test
  void start_isRefused_whenTheCheckpointIsMissingAndRowsAreThere(FreshPipeline pipeline)
      throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline)) {
      publish(surroundings, 0, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(SOME);
        assertThat(consumer.process().isAlive()).isTrue();
      }
      Map<String, String> elsewhere =
          Map.of("CHECKPOINT_DIR", pipeline.folder().resolve("elsewhere").toString());
      try (TestConsumer lost = TestConsumer.start(stack, pipeline, elsewhere, List.of())) {
        assertThat(end(lost, 1)).contains("--from earliest", "--from latest");
      }
      publish(surroundings, SOME, SOME);
      try (TestConsumer told =
          TestConsumer.start(stack, pipeline, elsewhere, List.of("--from", "earliest"))) {
        surroundings.awaitRows(2 * SOME);
        assertThat(told.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void consumer_beginsWithTheOffsetsThatItIsGiven(FreshPipeline pipeline) throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline)) {
      String topic = surroundings.pipeline().topic().name();
      for (String id : Surroundings.ids(5)) {
        byte[] event = Surroundings.bytes(Surroundings.event(id, "Ada"));
        surroundings.send(new ProducerRecord<>(topic, 1, Surroundings.bytes(id), event)).get();
      }
      List<String> offsets = List.of("--from", topic + "-1@3");
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, Map.of(), offsets)) {
        surroundings.awaitRows(2);
        publish(surroundings, 5, 1);
        surroundings.awaitRows(3);
        assertThat(consumer.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void consumer_stopsAndNamesTheRanges_whenRecordsAreGoneBeforeItReadThem(FreshPipeline pipeline)
      throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline)) {
      publish(surroundings, 0, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(SOME);
        consumer.process().pause();
        publish(surroundings, SOME, SOME);
        surroundings.deleteRecords();
        publish(surroundings, 2 * SOME, 1);
        consumer.process().resume();
        assertThat(end(consumer, 1))
            .as("while it ran")
            .contains("Kafka no longer has", surroundings.pipeline().topic().name() + "-0 offsets");
      }
      try (TestConsumer again = TestConsumer.start(stack, pipeline)) {
        assertThat(end(again, 1)).as("at the next start").contains("Kafka no longer has", "--from");
      }
      try (TestConsumer told =
          TestConsumer.start(stack, pipeline, Map.of(), List.of("--from", "earliest"))) {
        surroundings.awaitRows(SOME + 1);
        assertThat(told.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void consumer_endsWithTheRemedy_whenATableIsDropped(FreshPipeline pipeline) throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer consumer =
            TestConsumer.start(stack, pipeline, Map.of("MAX_FAILURES", "2"), List.of())) {
      publish(surroundings, 0, 1);
      surroundings.awaitRows(1);
      surroundings.dropTable();
      publish(surroundings, 1, 1);
      assertThat(end(consumer, 1)).contains("failed 2 times", "run cassandra-init");
    }
  }

  @Test
  void recordFromTheFuture_staysADeadLetter_whenItsTimeHasCome(FreshPipeline pipeline)
      throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline)) {
      String id = Surroundings.ids(1).get(0);
      long time = System.currentTimeMillis() + Duration.ofMinutes(5).toMillis();
      surroundings
          .send(
              new ProducerRecord<>(
                  surroundings.pipeline().topic().name(),
                  0,
                  time,
                  Surroundings.bytes(id),
                  Surroundings.bytes(Surroundings.event(id, "Ada"))))
          .get();
      surroundings.flush();
      Map<String, String> strict = Map.of("FUTURE_TOLERANCE", "1m");
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, strict, List.of())) {
        surroundings.awaitLetters(1);
        assertThat(consumer.process().isAlive()).isTrue();
      }
      // a larger tolerance is what the clock would be later
      Map<String, String> later = Map.of("FUTURE_TOLERANCE", "1h");
      try (TestConsumer again =
          TestConsumer.start(stack, pipeline, later, List.of("--mode", "initial"))) {
        assertThat(end(again, 0)).contains("\"FUTURE_TIME\":1");
      }
      assertThat(surroundings.rows()).isEmpty();
      assertThat(surroundings.letters()).hasSize(1);
    }
  }
}
