package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.event.WriteTime;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Of two records with one key the later one stays, in whatever order and however often. */
@WithStack
class NewestWinsIT {
  private static final int KEYS = 40;
  private static final int RECORDS = 2_000;

  private final Stack stack;
  private final FreshPipeline pipeline;

  NewestWinsIT(Stack stack, FreshPipeline pipeline) {
    this.stack = stack;
    this.pipeline = pipeline;
  }

  private record Sent(String key, String name, long time, Future<RecordMetadata> at) {}

  @Test
  void newestStays_whenTimesAreInAnyOrder_andReadingAgainChangesNothing() throws Exception {
    long seed = System.nanoTime();
    System.err.println("seed " + seed);
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline)) {
      Map<String, String> expected = publishAtRandomTimes(surroundings, new Random(seed));

      JsonNode summary = readEverything("first");
      assertThat(summary.at("/pipelines/0/records").asInt()).isEqualTo(RECORDS);
      assertThat(summary.at("/pipelines/0/rows").asInt()).isEqualTo(RECORDS);
      assertThat(summary.at("/pipelines/0/dead_letters").asInt()).isZero();
      Map<String, String> once = surroundings.rows();
      assertThat(once).as("seed %d", seed).isEqualTo(expected);

      readEverything("second");
      assertThat(surroundings.rows()).as("seed %d, read again", seed).isEqualTo(once);
      assertThat(surroundings.letters()).isEmpty();
    }
  }

  /** Returns what must stay: name and write time, by key. */
  private static Map<String, String> publishAtRandomTimes(
      PipelineFixture surroundings, Random random) throws Exception {
    List<String> keys = PipelineFixture.ids(KEYS);
    long now = System.currentTimeMillis();
    List<Sent> sent = new java.util.ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      String key = keys.get(random.nextInt(KEYS));
      String name = "Name" + i;
      // few milliseconds, so that many records of a key share one
      long time = now - random.nextInt(20);
      sent.add(
          new Sent(
              key,
              name,
              time,
              surroundings.send(
                  new ProducerRecord<>(
                      surroundings.pipeline().topic().name(),
                      null,
                      time,
                      PipelineFixture.bytes(key),
                      PipelineFixture.bytes(PipelineFixture.event(key, name))))));
    }
    surroundings.flush();
    Map<String, String> newest = new HashMap<>();
    Map<String, Long> times = new HashMap<>();
    for (Sent one : sent) {
      long micros = WriteTime.micros(one.time(), one.at().get(60, TimeUnit.SECONDS).offset());
      if (micros > times.getOrDefault(one.key(), 0L)) {
        times.put(one.key(), micros);
        newest.put(one.key(), String.format(Locale.ROOT, "%s@%d", one.name(), micros));
      }
    }
    return newest;
  }

  private JsonNode readEverything(String run) throws Exception {
    try (TestConsumer consumer =
        TestConsumer.start(stack, pipeline, Map.of(), List.of("--mode", "initial"))) {
      await().atMost(PipelineFixture.LIMIT).until(() -> !consumer.process().isAlive());
      assertThat(consumer.process().exitCode())
          .as("%s: %s", run, consumer.process().logTail())
          .hasValue(0);
      assertThat(TestConsumer.checkpoints(pipeline))
          .as("of no use to the next one")
          .isDirectoryNotContaining("glob:**-initial-*");
      // results and log are in one file, where the log's last lines may come later
      return new ObjectMapper()
          .readTree(
              Files.readAllLines(consumer.process().log()).stream()
                  .filter(line -> line.startsWith("{"))
                  .reduce((one, next) -> next)
                  .orElseThrow());
    }
  }
}
