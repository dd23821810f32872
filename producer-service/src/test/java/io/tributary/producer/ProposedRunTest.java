package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.proposal.NewDefinition;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.PageSequence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is proposed for a source brings all that it has. */
@Timeout(60)
class ProposedRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @StartStop private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void answer() {
    server.setDispatcher(new Harbours());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/pages                        | page: page        | 23",
        "/pages?page=1&size=5          | page: page        | 23",
        "/other-pages                  | page: _page       | 23",
        "/pages-from-zero              | page: page        | 23",
        "/pages-from-zero?page=0&size=4| page: page        | 23",
        "/offsets                      | offset: $offset   | 23",
        "/skips?limit=6                | offset: skip      | 23",
        "/tokens                       | token: pageToken  | 23",
        "/urls                         | next-url:         | 23",
        "/links                        | link-header:      | 23",
        "/circular-links               | page: page        | 23",
        "/keyset                       | keyset: starting_after | 23",
        "/whole                        | none:             | 23",
        "/object                       | none: records-are: object | 1",
        "/map                          | none: records-are: map | 3",
        "/map-of-objects               | none: records-are: map | 2",
        "/rows                         | none: value_1     | 23",
        "/columns                      | none: records-are: columns | 2",
        "/lines                        | none: format: ndjson | 23",
        "/csv                          | none: format: csv | 23",
        "/xml                          | none: format: xml | 23",
      })
  void run_bringsAll_withWhatIsProposed(String path, String paging, int records) throws Exception {
    Pipeline pipeline = proposed(path, paging);
    FakeKafka kafka = FakeKafka.willing();
    RunEnd end = run(pipeline, kafka);

    assertThat(end.failure()).isEmpty();
    assertThat(end.receipt().rejected()).isZero();
    assertThat(kafka.sent().stream().map(sent -> new String(sent.key(), UTF_8)).distinct())
        .hasSize(records);
  }

  @Test
  void proposal_hasColumnsThatFitTheRecords_andKeepsSecretsIn() throws Exception {
    NewDefinition proposed =
        NewDefinition.of(
            "harbours", Objects.requireNonNull(server.url("/pages")), List.of(), manners());
    assertThat(proposed.yaml())
        .contains("{name: id, type: text, from: /id, required: true}")
        .contains("{name: order_, type: int, from: /order, required: true}")
        .contains("{name: harbour_name, type: text, from: /harbourName, clean: [html-entities,")
        .contains("{name: place_lat, type: double, from: /place/lat}")
        .contains("{name: place_owner_name, type: text, from: /place/owner/name}")
        .contains("{name: tags, type: text, from: /tags, format: json}")
        .contains("{name: opened, type: timestamp, from: /opened, format: epoch-seconds}")
        .contains("{name: fee, type: decimal, from: /fee}")
        .contains("{name: checked_at, type: timestamp, from: /checked_at, zone: UTC}")
        .contains("# /closed: no record of the sample has a value")
        .contains("hide: [/place/owner/api_key]")
        .doesNotContain("k-1");

    FakeKafka kafka = FakeKafka.willing();
    run(proposed("/pages", "page: page"), kafka);
    JsonNode event = JSON.readTree(kafka.sent().get(3).value());
    assertThat(event.at("/opened").asText()).isEqualTo("2025-11-28T03:20:03.000Z");
    assertThat(event.at("/harbour_name").asText()).isEqualTo("Port & quay 3");
    assertThat(event.at("/tags").asText()).isEqualTo("[\"a\", 3]");
  }

  @Test
  void proposal_saysHowItemsOfAList_becomeRecords() throws Exception {
    assertThat(noted("/object")).filteredOn(note -> note.startsWith("each:")).hasSize(1);
    assertThat(noted("/object")).anyMatch(note -> note.contains("write each: /notes,"));
    assertThat(noted("/pages")).noneMatch(note -> note.startsWith("each:"));
  }

  private List<String> noted(String path) throws Exception {
    HttpUrl url = Objects.requireNonNull(server.url("/").resolve(path));
    return NewDefinition.of("harbours", url, List.of(), manners()).notes();
  }

  @Test
  void proposal_hasNoSecretOfTheUrl() throws Exception {
    HttpUrl url =
        Objects.requireNonNull(server.url("/whole").resolve("?apiKey=canary-4711&since=yesterday"));
    NewDefinition proposed = NewDefinition.of("harbours", url, List.of(), manners());
    assertThat(proposed.yaml())
        .doesNotContain("canary")
        .contains("value: \"${env:HARBOURS_API_KEY}\"")
        .contains("since: \"yesterday\"");
    assertThat(proposed.notes()).anyMatch(note -> note.contains("HARBOURS_API_KEY"));
  }

  private Pipeline proposed(String path, String paging) throws Exception {
    HttpUrl url = Objects.requireNonNull(server.url("/").resolve(path));
    NewDefinition proposed = NewDefinition.of("harbours", url, List.of(), manners());
    String type = paging.substring(0, paging.indexOf(':'));
    assertThat(proposed.notes()).anyMatch(note -> note.startsWith("paging: " + type + ","));
    assertThat(proposed.yaml()).contains(paging.substring(type.length() + 1).strip());
    assertThat(proposed.sampled().rejected()).isEmpty();
    return Pipeline.parse(Path.of("harbours.yaml"), proposed.yaml().getBytes(UTF_8));
  }

  private static RunEnd run(Pipeline pipeline, FakeKafka kafka) throws Exception {
    return new ProducerRun(
            pipeline,
            RunRequest.of("r1", new Target.Everything()),
            TestParts.of(
                pipeline, kafka, TestParts.patient(HttpLimits.DEFAULT, InstantSource.system())))
        .run();
  }

  private static PageSequence.Manners manners() {
    return PageSequence.Manners.of(HttpLimits.DEFAULT, "tributary/test", Duration.ofSeconds(2));
  }
}
