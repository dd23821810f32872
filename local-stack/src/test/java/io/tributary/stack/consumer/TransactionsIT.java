package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.verification.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of transactions: committed, aborted, and left open. */
@WithStack
class TransactionsIT {
  private static final String ABORTED = PipelineFixture.ids(5).get(0);
  private static final String COMMITTED = PipelineFixture.ids(5).get(1);
  private static final String OPEN = PipelineFixture.ids(5).get(2);
  private static final String BEHIND = PipelineFixture.ids(5).get(3);
  private static final String LAST = PipelineFixture.ids(5).get(4);

  private final Stack stack;
  private final FreshPipeline pipeline;

  TransactionsIT(Stack stack, FreshPipeline pipeline) {
    this.stack = stack;
    this.pipeline = pipeline;
  }

  @ParameterizedTest
  @ValueSource(strings = {"micro-batch", "continuous"})
  void committedRecordsAloneBecomeRows_andNothingIsLostOrLateForTheOthers(String trigger)
      throws Exception {
    Map<String, String> settings = Map.of("TRIGGER", trigger);
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        KafkaProducer<byte[], byte[]> writer = writer(trigger + "-writer");
        KafkaProducer<byte[], byte[]> slow = writer(trigger + "-slow")) {
      String ends;
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, settings, List.of())) {
        send(surroundings, writer, 0, ABORTED);
        writer.abortTransaction();
        send(surroundings, writer, 0, COMMITTED);
        writer.commitTransaction();
        send(surroundings, slow, 1, OPEN);
        surroundings.send(event(surroundings, 1, BEHIND)).get();
        surroundings.awaitRows(1);
        await()
            .atMost(PipelineFixture.LIMIT)
            .untilAsserted(
                () ->
                    assertThat(consumer.page("metrics"))
                        .containsPattern(records("lag", 0, 0))
                        .containsPattern(records("lag", 1, 2))
                        .containsPattern(records("held_back", 1, 2)));
        assertThat(surroundings.rows()).containsOnlyKeys(COMMITTED);
        assertThat(verifyAll(Duration.ZERO).why().orElseThrow())
            .contains("@0..1 is held back by a transaction that is open")
            .contains("abort --topic");

        slow.commitTransaction();
        send(surroundings, writer, 2, LAST);
        writer.abortTransaction();
        surroundings.awaitRows(3);
        await()
            .atMost(PipelineFixture.LIMIT)
            .untilAsserted(
                () ->
                    assertThat(consumer.page("metrics"))
                        .containsPattern(records("lag", 0, 0))
                        .containsPattern(records("lag", 1, 0))
                        .containsPattern(records("lag", 2, 0))
                        .containsPattern(records("held_back", 1, 0))
                        .containsPattern("tributary_consumer_records_total\\{[^}]*} 3\\.0"));
        assertThat(surroundings.rows().keySet()).isEqualTo(Set.of(COMMITTED, OPEN, BEHIND));
        VerificationReport report = verifyAll(PipelineFixture.LIMIT);
        assertThat(report.why()).isEmpty();
        assertThat(report.rows()).isEqualTo(3);
        ends = surroundings.ends();
        consumer.stopInTime();
      }
      assertThat(new ObjectMapper().readTree(committed()))
          .as("the markers at the ends are done with, so that nothing seems lost with them")
          .isEqualTo(new ObjectMapper().readTree(ends));
      surroundings.deleteRecords();
      try (TestConsumer next = TestConsumer.start(stack, pipeline, settings, List.of())) {
        next.awaitReady();
        next.stopInTime();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "--mode=initial")
  void aRunFromBeginningToEnd_ends_beforeWhatIsHeldBack(String mode) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        KafkaProducer<byte[], byte[]> slow = writer("initial-slow")) {
      surroundings.send(event(surroundings, 1, COMMITTED)).get();
      send(surroundings, slow, 1, OPEN);
      surroundings.send(event(surroundings, 1, BEHIND)).get();
      try (TestConsumer consumer = TestConsumer.start(stack, pipeline, Map.of(), List.of(mode))) {
        assertThat(consumer.awaitEnd(0)).contains("\"records\":1");
        assertThat(Files.readString(consumer.process().log()))
            .contains("is not read by this run: a transaction is open");
      }
      assertThat(surroundings.rows()).containsOnlyKeys(COMMITTED);
      slow.abortTransaction();
    }
  }

  private KafkaProducer<byte[], byte[]> writer(String id) {
    KafkaProducer<byte[], byte[]> writer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                stack.bootstrapServers(),
                "transactional.id",
                id,
                // longer than the test may take
                "transaction.timeout.ms",
                600_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    writer.initTransactions();
    return writer;
  }

  /** The first record of a transaction, which stays open. */
  private static void send(
      PipelineFixture surroundings, KafkaProducer<byte[], byte[]> writer, int partition, String id)
      throws Exception {
    writer.beginTransaction();
    writer.send(event(surroundings, partition, id)).get();
  }

  private static ProducerRecord<byte[], byte[]> event(
      PipelineFixture surroundings, int partition, String id) {
    return new ProducerRecord<>(
        surroundings.pipeline().topic().name(),
        partition,
        PipelineFixture.bytes(id),
        PipelineFixture.bytes(PipelineFixture.event(id, "Ada")));
  }

  private static String records(String gauge, int partition, int count) {
    return String.format(
        Locale.ROOT,
        "tributary_consumer_%s_records\\{partition=\"%d\",[^}]*topic=\"[^\".]*\"} %d\\.0",
        gauge,
        partition,
        count);
  }

  private VerificationReport verifyAll(Duration timeout) throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.bare(stack, pipeline)) {
      return new Verification(
              KafkaConnection.at(stack.bootstrapServers()),
              surroundings.session(),
              surroundings.pipeline(),
              WriterSchemas.NONE)
          .verifyAll(timeout, progress -> {});
    }
  }

  /** The offsets up to which the checkpoint says that all is done. */
  private String committed() throws Exception {
    Path checkpoint = TestConsumer.checkpoints(pipeline).resolve(pipeline.definition().name());
    try (Stream<Path> commits = Files.list(checkpoint.resolve("commits"))) {
      long last =
          commits
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\d+"))
              .mapToLong(Long::parseLong)
              .max()
              .orElseThrow();
      List<String> lines =
          Files.readAllLines(checkpoint.resolve("offsets").resolve(Long.toString(last)));
      return lines.get(lines.size() - 1);
    }
  }
}
