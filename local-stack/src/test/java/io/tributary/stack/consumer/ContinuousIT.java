package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The consumer without batches. */
@WithStack
class ContinuousIT {
  private static final Map<String, String> CONTINUOUS = Map.of("TRIGGER", "continuous");
  private static final int SOME = 300;

  /** Milliseconds that are too many to be counted in microseconds. */
  private static final List<Long> TIMES_BEYOND_MICROSECONDS =
      List.of(Long.MAX_VALUE / 1_000 + 1, Long.MAX_VALUE);

  private final Stack stack;

  ContinuousIT(Stack stack) {
    this.stack = stack;
  }

  /** What Kafka's own tools count as read of all partitions. */
  private long offsetsOfGroup(FreshPipeline pipeline) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets("tributary-" + pipeline.name())
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  private static long last(Path log) throws Exception {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(-1);
    }
  }

  @Test
  void bothTopics_becomeRowsAndDeadLetters_andTheMetricsTellIt(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
      consumer.awaitReady();
      surroundings.publish(0, SOME);
      String topic = surroundings.pipeline().topic().name();
      surroundings
          .send(new ProducerRecord<>(topic, PipelineFixture.bytes("x"), PipelineFixture.bytes("{")))
          .get();
      surroundings
          .send(
              new ProducerRecord<>(
                  surroundings.pipeline().topic().rejected(),
                  PipelineFixture.bytes("y"),
                  PipelineFixture.bytes("anything")))
          .get();
      for (long time : TIMES_BEYOND_MICROSECONDS) {
        surroundings
            .send(
                new ProducerRecord<>(
                    topic, 0, time, PipelineFixture.bytes("z"), PipelineFixture.bytes("{}")))
            .get();
      }
      surroundings.publish(SOME, 1);
      surroundings.awaitRows(SOME + 1);
      surroundings.awaitLetters(4);
      await()
          .atMost(PipelineFixture.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(consumer.page("metrics"))
                      .containsPattern("tributary_consumer_rows_total\\{[^}]*} 301\\.0")
                      .containsPattern("tributary_consumer_records_total\\{[^}]*} 305\\.0")
                      .containsPattern("FUTURE_TIME[^}]*} 2\\.0")
                      .containsPattern("tributary_consumer_query_restarts_total\\{[^}]*} 0\\.0")
                      .containsPattern("tributary_consumer_query_stalls_total\\{[^}]*} 0\\.0")
                      .containsPattern("tributary_consumer_lag_records\\{[^}]*} 0\\.0"));
      await()
          .atMost(PipelineFixture.LIMIT)
          .untilAsserted(() -> assertThat(offsetsOfGroup(pipeline)).isEqualTo(SOME + 5));
      consumer.stopInTime();
    }
  }

  @Test
  void stop_takesLessThan10s_whileCassandraIsAway(FreshPipeline pipeline) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
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
      try (TestConsumer next = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
        surroundings.awaitRows(SOME);
        assertThat(next.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void nothingIsMissing_whenKafkaIsAwayLongerThanTheQueryWaits(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
      surroundings.publish(0, SOME);
      surroundings.awaitRows(SOME);
      var kafka = stack.processes().orElseThrow().kafka();
      kafka.process().kill();
      try {
        consumer.awaitLog("has stalled and is stopped");
      } finally {
        kafka.start();
        kafka.awaitReady();
      }
      surroundings.publish(SOME, SOME);
      surroundings.awaitRows(2 * SOME);
      assertThat(consumer.process().isAlive()).isTrue();
      assertThat(consumer.page("metrics"))
          .containsPattern("tributary_consumer_query_stalls_total\\{[^}]*} 1\\.0");
    }
  }

  @Test
  void partitionsThatAreAdded_areRead_andMissedSlotsNamed(FreshPipeline pipeline) throws Exception {
    Map<String, String> oneMore = Map.of("TRIGGER", "continuous", "SPARK_MASTER", "local[5]");
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, oneMore, List.of())) {
      surroundings.publish(0, SOME);
      surroundings.awaitRows(SOME);
      surroundings.increaseTo(4);
      String id = PipelineFixture.ids(SOME + 1).get(SOME);
      surroundings
          .send(
              new ProducerRecord<>(
                  surroundings.pipeline().topic().name(),
                  3,
                  PipelineFixture.bytes(id),
                  PipelineFixture.bytes(PipelineFixture.event(id, "Ada"))))
          .get();
      surroundings.awaitRows(SOME + 1);
      surroundings.increaseTo(5);
      assertThat(consumer.awaitEnd(1))
          .contains("other partitions", "6 in all", "has 5", "SPARK_MASTER=local[6]");
    }
  }

  @Test
  void nothingIsMissing_whenTheConsumerIsKilled_andTheTriggerChangesEachTime(FreshPipeline pipeline)
      throws Exception {
    Path checkpoint = TestConsumer.checkpoints(pipeline).resolve(pipeline.name());
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      int published = 0;
      for (String trigger : List.of("continuous", "micro-batch", "continuous", "micro-batch")) {
        try (TestConsumer consumer =
            TestConsumer.start(stack, pipeline, Map.of("TRIGGER", trigger), List.of())) {
          surroundings.publish(published, SOME);
          published += SOME;
          surroundings.awaitRows(published);
          surroundings.publish(published, SOME);
          published += SOME;
          consumer.process().kill();
        }
        // as left by a batch that was planned, or an epoch whose end was noted, and not committed
        notePlanned(checkpoint, surroundings);
      }
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline)) {
        surroundings.awaitRows(published);
        assertThat(consumer.process().isAlive()).isTrue();
      }
    }
  }

  /** Ends of two epochs beyond the last commit, far behind what anybody has read. */
  private static void notePlanned(Path checkpoint, PipelineFixture surroundings) throws Exception {
    long committed = last(checkpoint.resolve("commits"));
    for (long epoch = committed + 1; epoch <= committed + 2; epoch++) {
      Path planned = checkpoint.resolve("offsets").resolve(Long.toString(epoch));
      Files.deleteIfExists(planned);
      Files.writeString(planned, "v1\n\n" + surroundings.ends());
    }
  }

  @Test
  void query_startsAgain_whenItCommitsNoMoreEpochs(FreshPipeline pipeline) throws Exception {
    Path checkpoint = TestConsumer.checkpoints(pipeline).resolve(pipeline.name());
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
      surroundings.publish(0, SOME);
      surroundings.awaitRows(SOME);
      consumer.awaitReady();
      // Spark cannot read this, only logs that, and never commits the epoch
      long stuck = last(checkpoint.resolve("commits")) + 5;
      Files.writeString(checkpoint.resolve("offsets").resolve(Long.toString(stuck)), "v1");
      consumer.awaitLog("no epoch was committed for");
      surroundings.publish(SOME, SOME);
      surroundings.awaitRows(2 * SOME);
      await()
          .atMost(PipelineFixture.LIMIT)
          .until(() -> last(checkpoint.resolve("commits")) > stuck);
      assertThat(consumer.page("metrics"))
          .containsPattern("tributary_consumer_query_stalls_total\\{[^}]*} 1\\.0");
    }
  }

  @Test
  void start_isRefused_whenThereAreFewerSlotsThanPartitions(FreshPipeline pipeline)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer =
            TestConsumer.start(
                stack,
                pipeline,
                Map.of("TRIGGER", "continuous", "SPARK_MASTER", "local[2]"),
                List.of())) {
      assertThat(surroundings.rows()).isEmpty();
      assertThat(consumer.awaitEnd(1))
          .contains("4 in all", "has 2", "SPARK_MASTER=local[4]", "TRIGGER=micro-batch");
    }
  }

  @Test
  void query_startsAgain_whenATaskFails(FreshPipeline pipeline) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
      surroundings.publish(0, SOME);
      surroundings.awaitRows(SOME);
      surroundings.dropTable();
      surroundings.publish(SOME, 1);
      consumer.awaitLog("restarts from its checkpoint");
      assertThat(Files.readString(consumer.process().log())).contains("run cassandra-init");
      surroundings.createTable();
      surroundings.publish(SOME + 1, SOME);
      surroundings.awaitRows(SOME + 1);
      assertThat(consumer.process().isAlive()).isTrue();
    }
  }
}
