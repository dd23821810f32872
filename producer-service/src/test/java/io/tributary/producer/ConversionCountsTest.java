package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.RunWarnings;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.PageSequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;

/** A run says in its receipt which values the source does not really have. */
class ConversionCountsTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void receipt_countsReplacedValues_andTimesOfJanuary1970() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body(
                """
                [{"id": 1, "seen": 1764300000, "day": 1764300000, "text": "0", "height": "tall", "crew": "x"},
                 {"id": 2, "seen": 1764300000000, "day": 0, "text": "1764300000", "height": 12, "crew": 4},
                 {"id": 3, "seen": "1970-01-20T10:00:00Z", "day": null, "text": null, "height": "?"}]
                """)
            .build());
    Pipeline pipeline =
        Pipeline.parse(
            Path.of("ships.yaml"),
            """
            name: ships
            source: {url: "%s", records: ""}
            event:
              key: id
              fields:
                - {name: id, type: int, from: /id, required: true}
                - {name: copy, type: int, from: /id, required: true}
                - {name: seen, type: timestamp, from: /seen}
                - {name: day, type: date, from: /day}
                - {name: text, type: timestamp, from: /text, format: epoch-seconds}
                - {name: height, type: int, from: /height, on-error: null}
                - {name: crew, type: int, from: /crew, on-error: default, default: 1}
            topic: {name: ships}
            table: {keyspace: spark_streams, name: ships}
            """
                .formatted(server.url("/ships"))
                .getBytes(UTF_8));
    FakeKafka kafka = FakeKafka.willing();
    RunEnd end =
        new ProducerRun(
                pipeline,
                RunRequest.of("r1", new Target.Everything()),
                TestParts.of(
                    pipeline,
                    kafka,
                    PageSequence.Manners.of(
                        HttpLimits.DEFAULT, "tributary/test", Duration.ofSeconds(5))))
            .run();

    assertThat(end.failure()).isEmpty();
    Contents contents = end.receipt().contents().orElseThrow();
    assertThat(contents.replaced()).isEqualTo(Map.of("height", 2L, "crew", 1L));
    assertThat(contents.unlikelyTimes()).isEqualTo(Map.of("seen", 1L, "day", 2L, "text", 1L));
    assertThat(contents.values()).containsEntry("height", 1L).containsEntry("crew", 1L);
    assertThat(RunWarnings.conversions(3, contents)).hasSize(4);
  }
}
