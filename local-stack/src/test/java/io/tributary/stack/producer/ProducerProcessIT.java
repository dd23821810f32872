package io.tributary.stack.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import io.tributary.simulator.fault.Fault;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import io.tributary.stack.kafka.KafkaProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The producer's process through signals and a broker's crash, against a real Kafka. */
@WithStack
class ProducerProcessIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ALL = 1_500;

  private final Stack stack;
  private final FreshPipeline pipeline;
  private final PublishedRecords published;
  private final SimulatorServer source = new SimulatorServer(SimulatorConfig.defaults());

  ProducerProcessIT(Stack stack, FreshPipeline pipeline) throws Exception {
    this.stack = stack;
    this.pipeline = pipeline;
    this.published = new PublishedRecords(stack.bootstrapServers(), pipeline.definition());
  }

  @BeforeEach
  void prepare() throws Exception {
    source.start();
    try (Topics topics = new Topics(KafkaConnection.at(stack.bootstrapServers()))) {
      topics.create(TopicPlan.of(pipeline.definition()), LIMIT);
    }
  }

  @AfterEach
  void close() {
    source.close();
  }

  /** Slow enough for a crash in the middle, fast enough for a test. */
  private TestProducer start(String runId, Map<String, String> more) throws Exception {
    return start(source, runId, more);
  }

  private TestProducer start(SimulatorServer source, String runId, Map<String, String> more)
      throws Exception {
    Map<String, String> options =
        new HashMap<>(Map.of("--run-id", runId, "--records", Integer.toString(ALL)));
    options.putAll(more);
    return TestProducer.start(stack, pipeline, source.url(), options);
  }

  private void awaitPublished(int records) {
    await().atMost(LIMIT).until(() -> published.count() >= records);
  }

  @Test
  void sigterm_endsTheRunRed_withAReceiptOfWhatKafkaHas_andTheSameRunAgainPublishesTheSame()
      throws Exception {
    Receipt cut;
    try (TestProducer producer = start("r1", Map.of("--rate", "200"))) {
      awaitPublished(100);
      long asked = System.nanoTime();
      producer.process().askToStop();
      cut = producer.end(1);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
      assertThat(producer.log())
          .contains("records: it was stopped")
          .contains("the same command with --run-id r1 publishes the same records again");
    }
    assertThat(cut.complete()).isFalse();
    assertThat(cut.asked()).isEqualTo(ALL);
    assertThat(cut.published()).isBetween(100L, ALL - 1L);
    published.assertHolds(cut);
    Map<String, String> first = published.byCursor();

    try (TestProducer producer = start("r1", Map.of("--rate", "200"))) {
      Receipt whole = producer.end(0);
      assertThat(whole.complete()).isTrue();
      assertThat(whole.published()).isEqualTo(ALL);
    }
    assertThat(published.count()).isEqualTo(first.size() + ALL);
    // the newest at each cursor is the second run's: what the first one published is among it
    assertThat(published.byCursor()).hasSize(ALL).containsAllEntriesOf(first);
  }

  @Test
  void killedRun_startedAgain_filesEachRejectedRecordOnce() throws Exception {
    String rejects = pipeline.definition().topic().rejected();
    try (SimulatorServer bad =
        new SimulatorServer(SimulatorConfig.defaults().withFault(Fault.BAD_RECORD, 10))) {
      bad.start();
      try (TestProducer producer = start(bad, "r4", Map.of("--rate", "200"))) {
        await()
            .atMost(LIMIT)
            .until(() -> TopicContent.of(stack.bootstrapServers(), rejects).size() >= 20);
        producer.process().kill();
      }

      try (TestProducer producer = start(bad, "r4", Map.of("--rate", "200"))) {
        Receipt receipt = producer.end(0);
        assertThat(receipt.rejected()).isEqualTo(ALL / 10);
        assertThat(receipt.published()).isEqualTo(ALL - ALL / 10);
        assertThat(receipt.offsets()).contains(new OffsetRange(rejects, 0, 0, 149, 150));
      }
    }
    assertThat(TopicContent.of(stack.bootstrapServers(), rejects))
        .extracting(record -> TopicContent.header(record, "source_cursor"))
        .hasSize(ALL / 10)
        .doesNotHaveDuplicates();
  }

  @Test
  void run_isGreen_whenTheBrokerIsKilledAndComesBackInTheMiddle() throws Exception {
    KafkaProcess kafka = stack.processes().orElseThrow().kafka();
    try (TestProducer producer = start("r2", Map.of("--rate", "200"))) {
      awaitPublished(100);
      kafka.process().kill();
      try {
        await().atMost(LIMIT).until(() -> producer.log().contains("Kafka to acknowledge"));
      } finally {
        kafka.start();
        kafka.awaitReady();
      }
      Receipt receipt = producer.end(0);
      assertThat(receipt.published()).isEqualTo(ALL);
      published.assertHolds(receipt);
    }
    assertThat(published.byCursor()).hasSize(ALL);
    assertThat(published.count()).as("none twice").isEqualTo(ALL);
  }

  @Test
  void run_isRed_withAReceiptOfWhatKafkaHas_whenTheBrokerDoesNotComeBack() throws Exception {
    KafkaProcess kafka = stack.processes().orElseThrow().kafka();
    Receipt receipt;
    try (TestProducer producer = start("r3", Map.of("--rate", "200", "--give-up-after", "5s"))) {
      awaitPublished(100);
      kafka.process().kill();
      try {
        receipt = producer.end(1);
        assertThat(producer.log()).contains("Kafka did not take a record");
      } finally {
        kafka.start();
        kafka.awaitReady();
      }
    }
    assertThat(receipt.complete()).isFalse();
    assertThat(receipt.published()).isBetween(100L, ALL - 1L);
    assertThat(published.count())
        .as("what was acknowledged, and perhaps what the broker could not acknowledge any more")
        .isGreaterThanOrEqualTo((int) receipt.published());
  }
}
