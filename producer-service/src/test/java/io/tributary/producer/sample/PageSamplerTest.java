package io.tributary.producer.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.source.HttpLimits;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PageSamplerTest {
  @StartStop private final MockWebServer server = new MockWebServer();

  @Test
  void fetch_showsRowsRejectedRecordsAndWhatComesNext() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body(
                """
                {"boats": [{"id": "b1", "length": 12.5, "owner": {"pin": "4711"}},
                           {"id": "b2", "length": -3, "owner": {"pin": "4712"}}],
                 "next": "t-2", "total": 40}
                """)
            .build());
    SampledPage sampled = new PageSampler(boats()).fetch(manners(), wait -> {});

    assertThat(server.takeRequest().getUrl().encodedQuery()).isEqualTo("limit=1000");
    String text = new SampleReport(sampled).text(80);
    assertThat(text)
        .contains("2 records, 1 mapped, 1 rejected")
        .containsPattern("(?m)^b1 +b1 +12.5$")
        .containsPattern("(?m)^length +double +1 +/length$")
        .contains("record 2: length (from /length) = -3: found -3.0, expected at least 0")
        .contains("next:  page 2 of %s?after=…&limit=1000".formatted(server.url("/boats")))
        .contains("says:  40 records in all")
        .contains("doubts: none")
        .doesNotContain("471");
  }

  @Test
  void json_hasAllForPrograms() throws Exception {
    SampledPage sampled =
        new PageSampler(boats())
            .of("boats.json", "{\"boats\": [{\"id\": 7}, {\"id\": null}]}".getBytes(UTF_8));

    JsonNode json = new ObjectMapper().readTree(new SampleReport(sampled).json());
    assertThat(json.at("/from").asText()).isEqualTo("boats.json");
    assertThat(json.at("/records").asInt()).isEqualTo(2);
    assertThat(json.at("/rows/0/id").asText()).isEqualTo("7");
    assertThat(json.at("/columns/0/values").asInt()).isEqualTo(1);
    assertThat(json.at("/rejected/0/index").asInt()).isEqualTo(1);
    assertThat(json.at("/rejected/0/field").asText()).isEqualTo("id");
    assertThat(json.at("/rejected/0/from").asText()).isEqualTo("/id");
    assertThat(json.at("/rejected/0/value").isNull()).isTrue();
    assertThat(json.at("/rejected/0/reason").asText()).isEqualTo("MISSING_FIELD");
    assertThat(json.at("/end").asText()).isEqualTo("no-next");
    assertThat(json.at("/doubts/0/kind").asText()).isEqualTo("hidden-nowhere");
  }

  @Test
  void fetch_saysWhyThereIsNoPage() throws Exception {
    server.enqueue(new MockResponse.Builder().code(404).body("no such boats").build());
    assertThatThrownBy(() -> new PageSampler(boats()).fetch(manners(), wait -> {}))
        .isInstanceOf(SourceFailedException.class)
        .hasMessageContaining("answered 404: no such boats")
        .hasMessageContaining("check source.url");
  }

  @Test
  void of_readsAnAnswerOfASeededSource_ofAnySize() throws Exception {
    Pipeline seeded =
        pipeline(
            "{type: page, page-parameter: page, seed-parameter: seed, size-parameter: results,"
                + " page-size: 50}",
            "{name: length, type: double, from: /length}");
    SampledPage sampled =
        new PageSampler(seeded).of("x.json", "{\"boats\": [{\"id\": 1}]}".getBytes(UTF_8));
    assertThat(sampled.rows()).hasSize(1);
    assertThat(sampled.next()).hasValueSatisfying(next -> assertThat(next).contains("page=2"));
  }

  @Test
  void of_countsTheRecordsThatDelete_andHasNoDoubtsAboutThem() throws Exception {
    String definition =
        definition("{type: none}", "{name: length, type: int, from: /length}")
            .replace("  fields:", "  delete-when: {at: /sunk}\n  fields:");
    Pipeline deleting = Pipeline.parse(Path.of("boats.yaml"), definition.getBytes(UTF_8));
    SampledPage sampled =
        new PageSampler(deleting)
            .of(
                "boats.json",
                "{\"boats\": [{\"id\": \"b1\", \"length\": 7}, {\"id\": \"b1\", \"sunk\": true}]}"
                    .getBytes(UTF_8));

    SampleReport report = new SampleReport(sampled);
    assertThat(report.text(80)).contains("deletes: 1 of 2 records delete their row");
    assertThat(new ObjectMapper().readTree(report.json()).at("/deleted").asInt()).isEqualTo(1);
    assertThat(sampled.doubts()).extracting(Doubt::kind).doesNotContain(Doubt.Kind.REPEATED_KEY);
    assertThat(sampled.filled()).containsExactly(1, 1, 1);
  }

  @Test
  void of_readsOtherFormsThanJson() throws Exception {
    String definition =
        definition("{type: none}", "{name: length, type: int, from: /length}")
            .replace("records: /boats", "format: csv");
    Pipeline csv = Pipeline.parse(Path.of("boats.yaml"), definition.getBytes(UTF_8));
    SampledPage sampled =
        new PageSampler(csv).of("boats.csv", "id,length\nb1,7\nb2,007\n".getBytes(UTF_8));
    assertThat(sampled.rows()).hasSize(1);
    assertThat(sampled.rejected().get(0).value().orElseThrow().asText()).isEqualTo("007");
    assertThat(sampled.doubts().get(0).kind()).isEqualTo(Doubt.Kind.LEADING_ZEROS);
  }

  /** Ten records each, whose numbers stand for %d. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: text => \"x%d\" => ",
        "type: text => null => no-values",
        "type: text => \"\" => no-values",
        "type: timestamp => 17643000%d0 => time-unit",
        "type: timestamp, format: epoch-seconds => 17643000%d0 => ",
        "type: timestamp, format: epoch-seconds => 17643000%d0000 => time-unit",
        "type: timestamp, format: epoch-milliseconds => 17643000%d0000000 => time-unit",
        "type: timestamp, format: epoch-milliseconds => \"17643000%d0\" => time-unit",
        "type: date => 17643000%d0 => time-unit",
        "type: timestamp => %d => unlikely-time",
        "type: timestamp => \"1970-01-01T00:00:00Z\" => unlikely-time",
        "type: timestamp => \"1970-01-20T10:05:0%dZ\" => ",
        "type: timestamp => \"2026-11-2%dT10:00:00\" => local-time",
        "type: timestamp => \"2026-11-1%d 10:00\" => local-time",
        "`type: timestamp, zone: Europe/Oslo` => \"2026-11-1%d 10:00\" => ",
        "`type: text, max-length: 200` => LONG => long-text",
        "type: text => \"It was a dark and stormy night%d…\" => cut-off-text",
        "type: text => \"It was a dark and stormy night%d [+99 chars]\" => cut-off-text",
        "type: text => \"Salt &amp; pepper %d\" => html-entities",
        "type: text => \"caf&#233; %d\" => html-entities",
        "type: text => \"R&D; %d\" => ",
        "type: double => 0.1234567890123456789%d => lost-digits",
        "type: double => 12345678901234567%d => lost-digits",
        "type: double => 12.%d5 => ",
        "type: decimal => 0.1234567890123456789%d => ",
        "type: int => \"004%d\" => leading-zeros",
        "type: int => \"4%d\" => ",
        "`type: int, on-error: null` => \"n/a %d\" => replaced-values",
        "`type: int, on-error: default, default: 3` => \"n/a %d\" => replaced-values",
        "`type: int, default: 3` => null => no-values",
      })
  void doubts_nameWhatIsUsuallyAMistake(String field, String value, String kind) throws Exception {
    String pattern = value.equals("LONG") ? "\"" + "x".repeat(195) + "%d\"" : value;
    List<String> records =
        IntStream.range(0, 10)
            .mapToObj(i -> "{\"id\": \"" + i + "\", \"v\": " + pattern.replace("%d", "" + i) + "}")
            .toList();
    Pipeline pipeline = pipeline("{type: none}", "{name: v, %s, from: /v}".formatted(field));

    assertThat(kinds(pipeline, records)).isEqualTo(kind == null ? "" : kind);
  }

  @Test
  void doubts_nameKeysThatRepeat() throws Exception {
    List<String> records = new ArrayList<>();
    records.add("{\"id\": \"a\", \"v\": 1}");
    records.add("{\"id\": \"b\", \"v\": 2}");
    Pipeline pipeline = pipeline("{type: none}", "{name: v, type: int, from: /v}");
    assertThat(kinds(pipeline, records)).isEmpty();

    records.add("{\"id\": \"a\", \"v\": 3}");
    assertThat(kinds(pipeline, records)).isEqualTo("repeated-key");
  }

  private static String kinds(Pipeline pipeline, List<String> records) throws Exception {
    String answer = "{\"boats\": [%s]}".formatted(String.join(",", records));
    return new PageSampler(pipeline)
        .of("answer", answer.getBytes(UTF_8)).doubts().stream()
            .map(doubt -> doubt.kind().word())
            .collect(Collectors.joining(" "));
  }

  private Pipeline boats() throws Exception {
    String definition =
        definition(
            "{type: token, token-parameter: after, next: /next, total: /total,"
                + " size-parameter: limit, page-size: 5000}",
            "{name: length, type: double, from: /length, min: 0}");
    return Pipeline.parse(
        Path.of("boats.yaml"),
        definition.replace("  fields:", "  hide: [/owner/pin]\n  fields:").getBytes(UTF_8));
  }

  private Pipeline pipeline(String paging, String field) throws Exception {
    return Pipeline.parse(Path.of("boats.yaml"), definition(paging, field).getBytes(UTF_8));
  }

  private String definition(String paging, String field) {
    return """
    name: boats
    source:
      url: %s
      records: /boats
      paging: %s
    event:
      key: id
      fields:
        - {name: id, type: text, from: /id, required: true}
        - {name: copy, type: text, from: /id, required: true}
        - %s
    topic: {name: boats}
    table: {keyspace: spark_streams, name: boats}
    """
        .formatted(server.url("/boats"), paging, field);
  }

  private static PageSequence.Manners manners() {
    return PageSequence.Manners.of(HttpLimits.DEFAULT, "tributary/test", Duration.ofSeconds(5));
  }
}
