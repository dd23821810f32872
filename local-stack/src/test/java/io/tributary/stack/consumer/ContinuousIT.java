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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The consumer without batches. */
@WithStack
@Disabled("A query with the continuous trigger once made no commit for minutes after a kill")
class ContinuousIT {
  private static final Map<String, String> CONTINUOUS = Map.of("TRIGGER", "continuous");
  private static final int SOME = 300;

  private final Stack stack;

  ContinuousIT(Stack stack) {
    this.stack = stack;
  }

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

  private static String page(TestConsumer consumer, String page) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(consumer.status().resolve(page)).build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static void awaitReady(TestConsumer consumer) {
    await()
        .atMost(Surroundings.LIMIT)
        .ignoreExceptions()
        .until(() -> page(consumer, "ready").startsWith("200"));
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
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
      awaitReady(consumer);
      publish(surroundings, 0, SOME);
      String topic = surroundings.pipeline().topic().name();
      surroundings
          .send(new ProducerRecord<>(topic, Surroundings.bytes("x"), Surroundings.bytes("{")))
          .get();
      surroundings
          .send(
              new ProducerRecord<>(
                  surroundings.pipeline().topic().rejected(),
                  Surroundings.bytes("y"),
                  Surroundings.bytes("anything")))
          .get();
      surroundings.awaitRows(SOME);
      surroundings.awaitLetters(2);
      await()
          .atMost(Surroundings.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(page(consumer, "metrics"))
                      .containsPattern("tributary_consumer_rows_total\\{[^}]*} 300\\.0")
                      .containsPattern("tributary_consumer_records_total\\{[^}]*} 302\\.0")
                      .containsPattern("tributary_consumer_lag_records\\{[^}]*} 0\\.0"));
      consumer.process().askToStop();
      assertThat(consumer.process().awaitEnd(Surroundings.LIMIT)).isTrue();
      assertThat(consumer.process().exitCode()).as(consumer.process().logTail()).hasValue(0);
    }
  }

  @Test
  void nothingIsMissing_whenTheConsumerIsKilled_andTheTriggerChangesEachTime(FreshPipeline pipeline)
      throws Exception {
    Path checkpoint = TestConsumer.checkpoints(pipeline).resolve(pipeline.name());
    try (Surroundings surroundings = Surroundings.of(stack, pipeline)) {
      int published = 0;
      for (String trigger : List.of("continuous", "micro-batch", "continuous", "micro-batch")) {
        try (TestConsumer consumer =
            TestConsumer.start(stack, pipeline, Map.of("TRIGGER", trigger), List.of())) {
          publish(surroundings, published, SOME);
          published += SOME;
          surroundings.awaitRows(published);
          publish(surroundings, published, SOME);
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
  private static void notePlanned(Path checkpoint, Surroundings surroundings) throws Exception {
    long committed = last(checkpoint.resolve("commits"));
    for (long epoch = committed + 1; epoch <= committed + 2; epoch++) {
      Path planned = checkpoint.resolve("offsets").resolve(Long.toString(epoch));
      Files.deleteIfExists(planned);
      Files.writeString(planned, "v1\n\n" + surroundings.ends());
    }
  }

  @Test
  void start_isRefused_whenThereAreFewerSlotsThanPartitions(FreshPipeline pipeline)
      throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer consumer =
            TestConsumer.start(
                stack,
                pipeline,
                Map.of("TRIGGER", "continuous", "SPARK_MASTER", "local[2]"),
                List.of())) {
      assertThat(surroundings.rows()).isEmpty();
      assertThat(consumer.process().awaitEnd(Surroundings.LIMIT)).isTrue();
      assertThat(consumer.process().exitCode()).hasValue(1);
      assertThat(consumer.process().logTail())
          .contains("4 in all", "has 2", "SPARK_MASTER=local[4]", "TRIGGER=micro-batch");
    }
  }

  @Test
  void query_startsAgain_whenATaskFails(FreshPipeline pipeline) throws Exception {
    try (Surroundings surroundings = Surroundings.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, CONTINUOUS, List.of())) {
      publish(surroundings, 0, SOME);
      surroundings.awaitRows(SOME);
      surroundings.dropTable();
      publish(surroundings, SOME, 1);
      await()
          .atMost(Surroundings.LIMIT)
          .until(() -> consumer.process().logTail().contains("starts again from its checkpoint"));
      surroundings.createTable();
      publish(surroundings, SOME + 1, SOME);
      surroundings.awaitRows(SOME + 1);
      assertThat(consumer.process().isAlive()).isTrue();
    }
  }
}
