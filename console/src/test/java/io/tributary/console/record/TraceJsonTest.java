package io.tributary.console.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.mask.Masks;
import io.tributary.console.record.RecordTrace.InTable;
import io.tributary.console.record.RecordTrace.Match;
import io.tributary.console.record.RecordTrace.Outcome;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.RecordPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceJsonTest {
  private static final long TIME = 1_780_000_000_123L;
  private static final String DEFINITION =
      """
      name: parcels
      source:
        url: https://post.example/parcels
        records: /parcels
        paging: {type: none}
      event:
        key: code
        fields:
          - {name: code, type: text, from: /code, required: true}
          - {name: weight, type: decimal, from: /weight, required: true}
          - {name: receiver, type: text, from: /receiver, personal: true}
      topic: {name: parcels, partitions: 1}
      table: {keyspace: post, name: parcels, key: [code]}
      """;

  private final Pipeline pipeline = parcels();

  @Test
  void of_saysWhatThePageSays_withoutWhatViewersMayNotSee() {
    ObjectNode json = TraceJson.of(trace(), Masks.of(pipeline, false));

    assertThat(json.path("outcome").textValue()).isEqualTo("superseded");
    assertThat(json.path("source").toString())
        .isEqualTo("{\"cursor\":\"s/1/2\",\"run_id\":\"run-9\"}");
    assertThat(json.path("record").path("event").toString())
        .isEqualTo("{\"code\":\"P1\",\"weight\":2.50,\"receiver\":\"•••••\"}");
    assertThat(json.path("record").path("published").textValue())
        .isEqualTo("2026-05-28T20:26:40.123Z");
    assertThat(json.path("record").path("offset").longValue()).isEqualTo(7);
    assertThat(json.path("tables").path(0).toString())
        .contains("\"row\":\"newer\"", "\"write_time_micros\":1780000000124008");
    assertThat(json.path("successor").path("position").textValue()).isEqualTo("parcels-0@8");
    assertThat(json.path("limits").toString()).isEqualTo("[\"One limit.\"]");
    assertThat(json.toString()).doesNotContain("Adaeze").doesNotContain("null");
  }

  @Test
  void of_hidesNothingFromOperators() {
    ObjectNode json = TraceJson.of(trace(), Masks.of(pipeline, true));

    assertThat(json.path("record").path("event").path("receiver").textValue())
        .isEqualTo("Adaeze Obi");
    assertThat(json.has("masked")).isFalse();
  }

  private RecordTrace trace() {
    return new RecordTrace(
        pipeline,
        new RecordQuery.ByKey("P1"),
        Outcome.SUPERSEDED,
        "A newer record with the same key has the row.",
        Optional.of(record(7, TIME)),
        Optional.empty(),
        List.of(
            new InTable(
                pipeline.mainTable(), Match.NEWER, (TIME + 1) * 1_000 + 8, List.of(), false)),
        Optional.empty(),
        Optional.of(record(8, TIME + 1)),
        List.of("One limit."));
  }

  private static TopicRecord record(long offset, long time) {
    return new TopicRecord(
        new RecordPosition("parcels", 0, offset),
        time,
        "P1".getBytes(UTF_8),
        "{\"code\":\"P1\",\"weight\":2.50,\"receiver\":\"Adaeze Obi\"}".getBytes(UTF_8),
        Map.of("source_cursor", "s/1/2".getBytes(UTF_8), "run_id", "run-9".getBytes(UTF_8)));
  }

  private static Pipeline parcels() {
    try {
      return Pipeline.parse(Path.of("parcels.yaml"), DEFINITION.getBytes(UTF_8));
    } catch (Exception invalid) {
      throw new AssertionError(invalid);
    }
  }
}
