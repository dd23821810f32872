package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The consumer through crashes, outages, stops, and the starts that it must refuse. */
@WithStack
class RestartIT {
  private static final int SOME = 300;

  private final Stack stack;

  RestartIT(Stack stack) {
    this.stack = stack;
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
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      surroundings.publish(0, SOME);
      // batches of few records, so that one is under way whenever the kill comes
      Map<String, String> small = Map.of("MAX_RECORDS_PER_BATCH", "40", "TRIGGER_INTERVAL", "1ms");
      for (int kill = 1; kill <= 2; kill++) {
        try (TestConsumer consumer = TestConsumer.start(stack, pipeline, small, List.of())) {
          surroundings.awaitRows(kill * 100);
          consumer.process().kill();
        }
      }
      surroundings.publish(SOME, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(2 * SOME);
        assertThat(surroundings.letters()).isEmpty();
        consumer.process().askToStop();
        consumer.awaitEnd(0);
      }
    }
  }

  @Test
  void batchThatIsHalfWritten_isFinishedAsItWasBegun_whenTheDefinitionHasChanged(
      FreshPipeline pipeline) throws Exception {
    int many = 20_000;
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      surroundings.publish(0, many);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(1);
        consumer.process().kill();
      }
      assertThat(TestConsumer.checkpoints(pipeline).resolve(pipeline.name()).resolve("commits/0"))
          .doesNotExist();

      // which no event here fulfils
      String definition = Files.readString(pipeline.file());
      String strict =
          definition.replace("from: /login/username", "from: /login/username, required: true");
      assertThat(strict).isNotEqualTo(definition);
      Files.writeString(pipeline.file(), strict);
      surroundings.publish(many, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitLetters(SOME);
        surroundings.awaitRows(many);
        consumer.process().askToStop();
        consumer.awaitEnd(0);
      }
      assertThat(surroundings.rows()).hasSize(many);
      assertThat(surroundings.letters()).hasSize(SOME);
    }
  }

  @Test
  void nothingIsMissing_andNothingCommitted_whenCassandraIsKilledWhileItWrites(
      FreshPipeline pipeline) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
      surroundings.publish(0, SOME);
      surroundings.awaitRows(SOME);
      var cassandra = stack.processes().orElseThrow().cassandra();
      consumer.awaitReady();
      long committed = committedBatches(pipeline);

      cassandra.process().kill();
      surroundings.publish(SOME, SOME);
      consumer.awaitLog("Cassandra does not accept writes");
      assertThat(committedBatches(pipeline))
          .as("batches done while Cassandra was away")
          .isLessThanOrEqualTo(committed + 1);

      cassandra.start();
      cassandra.awaitReady();
      surroundings.awaitRows(2 * SOME);
      assertThat(consumer.process().isAlive()).isTrue();
      String log = Files.readString(consumer.process().log());
      assertThat(log).containsOnlyOnce("Cassandra does not accept writes");
      assertThat(log).containsOnlyOnce("Cassandra accepts writes again");
      consumer.process().askToStop();
      consumer.awaitEnd(0);
    }
  }

  @Test
  void stop_takesLessThan10s_whileCassandraIsAway(FreshPipeline pipeline) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
      consumer.awaitReady();
      var cassandra = stack.processes().orElseThrow().cassandra().process();
      cassandra.pause();
      try {
        surroundings.publish(0, SOME);
        consumer.awaitLog("Cassandra does not accept writes");
        consumer.stopInTime();
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
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer first = TestConsumer.start(stack, pipeline)) {
      first.awaitReady();
      surroundings.publish(0, 1);
      try (TestConsumer second =
          TestConsumer.start(stack, pipeline, Map.of("STATUS_PORT", "0"), List.of())) {
        assertThat(second.awaitEnd(1)).contains("another consumer uses the checkpoint");
      }
      surroundings.awaitRows(1);
    }
  }

  @Test
  void start_isRefused_whenTheCheckpointIsMissingAndRowsAreThere(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      surroundings.publish(0, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(SOME);
        assertThat(consumer.process().isAlive()).isTrue();
      }
      Map<String, String> elsewhere =
          Map.of("CHECKPOINT_DIR", pipeline.folder().resolve("elsewhere").toString());
      try (TestConsumer lost = TestConsumer.start(stack, pipeline, elsewhere, List.of())) {
        assertThat(lost.awaitEnd(1)).contains("--from earliest", "--from latest");
      }
      surroundings.publish(SOME, SOME);
      List<String> reset = List.of("--mode", "reset", "--from", "earliest");
      try (TestConsumer told = TestConsumer.start(stack, pipeline, elsewhere, reset)) {
        assertThat(told.awaitEnd(0)).contains("begins at the earliest offsets");
      }
      try (TestConsumer next = TestConsumer.start(stack, pipeline, elsewhere, List.of())) {
        surroundings.awaitRows(2 * SOME);
        assertThat(next.process().isAlive()).isTrue();
      }
      try (TestConsumer again = TestConsumer.start(stack, pipeline, elsewhere, reset)) {
        assertThat(again.awaitEnd(0)).contains("is valid and stays unchanged");
      }
    }
  }

  @Test
  void consumer_beginsWithTheOffsetsThatItIsGiven(FreshPipeline pipeline) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      String topic = surroundings.pipeline().topic().name();
      for (String id : PipelineFixture.ids(5)) {
        byte[] event = PipelineFixture.bytes(PipelineFixture.event(id, "Ada"));
        surroundings.send(new ProducerRecord<>(topic, 1, PipelineFixture.bytes(id), event)).get();
      }
      List<String> offsets = List.of("--from", topic + "-1@3");
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, Map.of(), offsets)) {
        surroundings.awaitRows(2);
        surroundings.publish(5, 1);
        surroundings.awaitRows(3);
        assertThat(consumer.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void consumer_stopsAndNamesTheRanges_whenRecordsAreGoneBeforeItReadThem(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      surroundings.publish(0, SOME);
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(SOME);
        consumer.process().pause();
        surroundings.publish(SOME, SOME);
        surroundings.deleteRecords();
        surroundings.publish(2 * SOME, 1);
        consumer.process().resume();
        assertThat(consumer.awaitEnd(1))
            .as("while it ran")
            .contains("Kafka no longer has", surroundings.pipeline().topic().name() + "-0 offsets");
      }
      try (TestConsumer again = TestConsumer.start(stack, pipeline)) {
        assertThat(again.awaitEnd(1))
            .as("at the next start")
            .contains("Kafka no longer has", "--from");
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
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer =
            TestConsumer.start(stack, pipeline, Map.of("MAX_FAILURES", "2"), List.of())) {
      surroundings.publish(0, 1);
      surroundings.awaitRows(1);
      surroundings.dropTable();
      surroundings.publish(1, 1);
      assertThat(consumer.awaitEnd(1)).contains("failed 2 times", "run cassandra-init");
    }
  }

  @Test
  void recordFromTheFuture_staysADeadLetter_whenItsTimeHasCome(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      String id = PipelineFixture.ids(1).get(0);
      long time = System.currentTimeMillis() + Duration.ofMinutes(5).toMillis();
      surroundings
          .send(
              new ProducerRecord<>(
                  surroundings.pipeline().topic().name(),
                  0,
                  time,
                  PipelineFixture.bytes(id),
                  PipelineFixture.bytes(PipelineFixture.event(id, "Ada"))))
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
        assertThat(again.awaitEnd(0)).contains("\"FUTURE_TIME\":1");
      }
      assertThat(surroundings.rows()).isEmpty();
      assertThat(surroundings.letters()).hasSize(1);
    }
  }
}
