package io.tributary.model.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.SourceReading;
import io.tributary.model.run.RunUuid;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final LineagePlaces PLACES =
      new LineagePlaces("depot", "kafka:9092", "cassandra:9042", "1.2.0");

  private static Pipeline pipeline() throws Exception {
    String text =
        """
        name: parcels
        source:
          url: "https://api.example.com:8443/v2/{today}/parcels"
          query: {kind: airmail}
          records: /rows
          paging: {type: none}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: sender, type: text, from: /sender, required: true}
            - {name: label, type: json, from: /label}
            - {name: grams, type: int, from: /grams, required: true}
        topic: {name: parcels_sent}
        tables:
          - {keyspace: depot, name: parcels, key: [id]}
          - {keyspace: depot, name: senders, key: [sender, id], columns: [sender, id, grams]}
        """;
    return Pipeline.parse(Path.of("parcels.yaml"), text.getBytes(UTF_8));
  }

  private static Receipt receipt(boolean complete) {
    return new Receipt(
        "r7",
        "parcels",
        "https://api.example.com:8443/v2/{today}/parcels",
        Optional.empty(),
        1,
        4,
        0,
        93,
        90,
        3,
        complete,
        List.of(),
        NOON,
        NOON.plusMillis(1_500),
        Optional.empty(),
        Optional.of(new SourceReading(Optional.of("no-next"), Optional.empty(), 4, 5)),
        Optional.empty());
  }

  private static JsonNode json(String event) throws Exception {
    return new ObjectMapper().readTree(event);
  }

  private static List<String> names(JsonNode datasets) {
    List<String> names = new ArrayList<>();
    datasets.forEach(
        one -> names.add(one.get("namespace").textValue() + " " + one.get("name").textValue()));
    return names;
  }

  @Test
  void started_namesJobRunAndDatasets() throws Exception {
    JsonNode event = json(new ProduceLineage(pipeline(), "r7", PLACES).started(NOON));

    assertThat(event.at("/eventType").textValue()).isEqualTo("START");
    assertThat(OffsetDateTime.parse(event.at("/eventTime").textValue()).toInstant())
        .isEqualTo(NOON);
    assertThat(event.at("/eventTime").textValue()).isEqualTo("2026-11-29T12:00:00Z");
    assertThat(event.at("/producer").textValue()).isEqualTo("urn:tributary:1.2.0");
    assertThat(event.at("/schemaURL").textValue()).startsWith("https://openlineage.io/spec/");
    assertThat(event.at("/run/runId").textValue())
        .isEqualTo(RunUuid.of("parcels", "r7", "produce").toString());
    assertThat(event.at("/run/facets/parent/run/runId").textValue())
        .isEqualTo(RunUuid.of("parcels", "r7").toString());
    assertThat(event.at("/run/facets/parent/job/name").textValue()).isEqualTo("parcels");
    assertThat(event.at("/run/facets/tags/tags/0/value").textValue()).isEqualTo("r7");
    assertThat(event.at("/job/namespace").textValue()).isEqualTo("depot");
    assertThat(event.at("/job/name").textValue()).isEqualTo("parcels.produce");
    assertThat(names(event.get("inputs")))
        .containsExactly("https://api.example.com:8443 /v2/{today}/parcels");
    assertThat(names(event.get("outputs")))
        .containsExactly(
            "kafka://kafka:9092 parcels_sent", "kafka://kafka:9092 parcels_sent.rejected");
    JsonNode fields = event.at("/outputs/0/facets/schema/fields");
    assertThat(fields).hasSize(4);
    assertThat(fields.at("/0/name").textValue()).isEqualTo("id");
    assertThat(fields.at("/2/type").textValue()).isEqualTo("json");
    assertThat(event.toString()).doesNotContain("null", "airmail", "outputStatistics");
  }

  @Test
  void ended_hasTheFiguresOfTheReceipt() throws Exception {
    ProduceLineage lineage = new ProduceLineage(pipeline(), "r7", PLACES);

    JsonNode event = json(lineage.ended(receipt(true), Optional.empty()));

    assertThat(event.at("/eventType").textValue()).isEqualTo("COMPLETE");
    assertThat(event.at("/eventTime").textValue()).isEqualTo("2026-11-29T12:00:01.5Z");
    assertThat(event.at("/inputs/0/inputFacets/inputStatistics/rowCount").longValue())
        .isEqualTo(93);
    assertThat(event.at("/outputs/0/outputFacets/outputStatistics/rowCount").longValue())
        .isEqualTo(90);
    assertThat(event.at("/outputs/1/outputFacets/outputStatistics/rowCount").longValue())
        .isEqualTo(3);
    assertThat(event.at("/run/facets/errorMessage").isMissingNode()).isTrue();
  }

  @Test
  void ended_isAFailure_withItsReason() throws Exception {
    ProduceLineage lineage = new ProduceLineage(pipeline(), "r7", PLACES);

    JsonNode event = json(lineage.ended(receipt(false), Optional.of("it stopped at page 4")));

    assertThat(event.at("/eventType").textValue()).isEqualTo("FAIL");
    assertThat(event.at("/run/facets/errorMessage/message").textValue())
        .isEqualTo("it stopped at page 4");
  }

  @Test
  void verified_hasTheCountsOfTheVerdict() throws Exception {
    VerifiedCounts counts = counts(0, Optional.empty());

    JsonNode event = json(new VerifyLineage(pipeline(), "r7", PLACES).ended(counts, NOON));

    assertThat(event.at("/eventType").textValue()).isEqualTo("COMPLETE");
    assertThat(event.at("/job/name").textValue()).isEqualTo("parcels.verify");
    assertThat(event.at("/run/runId").textValue())
        .isEqualTo(RunUuid.of("parcels", "r7", "verify").toString());
    assertThat(names(event.get("inputs")))
        .containsExactly(
            "kafka://kafka:9092 parcels_sent", "kafka://kafka:9092 parcels_sent.rejected");
    JsonNode quality = event.at("/inputs/0/inputFacets/dataQualityMetrics");
    assertThat(quality.at("/rowCount").longValue()).isEqualTo(90);
    assertThat(quality.at("/columnMetrics/label/nullCount").longValue()).isEqualTo(50);
    assertThat(quality.at("/columnMetrics/id/nullCount").longValue()).isZero();
    assertThat(event.at("/inputs/0/inputFacets/dataQualityAssertions/assertions"))
        .hasSize(3)
        .allMatch(assertion -> assertion.get("success").booleanValue());
    assertThat(names(event.get("outputs")))
        .containsExactly(
            "cassandra://cassandra:9042 depot.parcels",
            "cassandra://cassandra:9042 depot.senders",
            "cassandra://cassandra:9042 depot.dead_letters_by_day");
    assertThat(rowCounts(event)).containsExactly(87L, 86L, 6L);
    assertThat(event.at("/outputs/0/facets/schema/fields/2/type").textValue()).isEqualTo("text");
    assertThat(event.at("/outputs/1/facets/schema/fields")).hasSize(3);
    assertThat(
            event
                .at("/outputs/1/facets/columnLineage/fields/sender/inputFields/0/field")
                .textValue())
        .isEqualTo("sender");
  }

  @Test
  void verified_isAFailure_whenRecordsAreMissing() throws Exception {
    VerifiedCounts counts = counts(4, Optional.of("run r7 is not verified"));

    JsonNode event = json(new VerifyLineage(pipeline(), "r7", PLACES).ended(counts, NOON));

    assertThat(event.at("/eventType").textValue()).isEqualTo("FAIL");
    JsonNode landed = event.at("/inputs/0/inputFacets/dataQualityAssertions/assertions/0");
    assertThat(landed.get("success").booleanValue()).isFalse();
    assertThat(landed.get("actual").textValue()).isEqualTo("4");
    assertThat(event.at("/run/facets/errorMessage/message").textValue())
        .isEqualTo("run r7 is not verified");
  }

  @Test
  void database_canBeABundle() throws Exception {
    LineagePlaces bundle = new LineagePlaces("depot", "kafka:9092", "secure connect (eu).zip", "1");

    JsonNode event = json(new VerifyLineage(pipeline(), "r7", bundle).started(NOON));

    assertThat(event.at("/outputs/0/namespace").textValue())
        .isEqualTo("cassandra://secure connect (eu).zip");
    assertThat(event.at("/outputs/0/facets/dataSource/uri").textValue())
        .isEqualTo("cassandra://secure%20connect%20(eu).zip");
  }

  @Test
  void failed_hasNoCounts() throws Exception {
    String event = new VerifyLineage(pipeline(), "r7", PLACES).failed("Kafka is away", NOON);

    assertThat(json(event).at("/eventType").textValue()).isEqualTo("FAIL");
    assertThat(event).contains("Kafka is away").doesNotContain("rowCount");
  }

  private static List<Long> rowCounts(JsonNode event) {
    List<Long> counts = new ArrayList<>();
    event
        .get("outputs")
        .forEach(one -> counts.add(one.at("/outputFacets/outputStatistics/rowCount").longValue()));
    return counts;
  }

  private static VerifiedCounts counts(long missing, Optional<String> why) {
    return new VerifiedCounts(
        90,
        3,
        Map.of("parcels", 87L, "senders", 86L),
        6,
        missing,
        0,
        0,
        87,
        Map.of("id", 87L, "sender", 87L, "label", 37L),
        why);
  }
}
