package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.producer.credential.SecretSource;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/**
 * Sources drawn at random, read whole: a run must never end green with less than the source has,
 * and never run on. With {@code -Dtest.seed} a source is had again, with {@code -Dtest.sources}
 * there are more of them.
 */
class SourceFuzzTest {
  private static final int SOURCES = 30;
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);

  @Test
  void run_isGreenOnlyWithAllThatTheSourceHas() throws Exception {
    long first = Long.getLong("test.seed", System.nanoTime() & 0xFFFFFFFL);
    int sources = Integer.getInteger("test.sources", SOURCES);
    int green = 0;
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      for (long seed = first; seed < first + sources; seed++) {
        green += run(server, seed) ? 1 : 0;
      }
    }
    assertThat(green).as("of %d from seed %d", sources, first).isGreaterThan(sources / 3);
  }

  private static boolean run(MockWebServer server, long seed) throws Exception {
    LyingSource source = new LyingSource(new Random(seed));
    server.setDispatcher(source);
    Pipeline pipeline =
        Pipeline.parse(Path.of("lies.yaml"), source.definition(server.url("/people").toString()));
    FakeKafka kafka = FakeKafka.willing();
    RunEnd end =
        new ProducerRun(
                pipeline,
                RunRequest.of("r" + seed, new Target.Everything()),
                TestParts.of(
                    pipeline,
                    kafka,
                    TestParts.patient(LIMITS, InstantSource.system(), seed, SecretSource.system())))
            .run();
    String what = "-Dtest.seed=" + seed + " -Dtest.sources=1: " + source + "; " + end;
    Set<String> published =
        kafka.sent().stream()
            .map(record -> new String(record.key(), UTF_8))
            .collect(Collectors.toSet());
    boolean isGreen = end.failure().isEmpty();

    assertThat(source.requests()).as("requests, %s", what).isLessThan(8 * source.pages() + 120);
    assertThat(source.served()).as("served, %s", what).containsAll(published);
    if (isGreen) {
      assertThat(published).as("served, %s", what).containsAll(source.served());
      assertThat(end.receipt().reading().orElseThrow().end()).as(what).isPresent();
      if (!source.looksEnded()) {
        assertThat(source.hidesRecords()).as("must be red, %s", what).isFalse();
        assertThat(published).as("all, %s", what).isEqualTo(source.all());
      }
    } else {
      assertThat(source.lie).as("must be green, %s", what).isNotEqualTo(LyingSource.Lie.NONE);
    }
    return isGreen;
  }
}
