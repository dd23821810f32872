package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.Receipt;
import io.tributary.verifier.contents.RunContents;
import io.tributary.verifier.report.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoResultTest {
  @Test
  void text_saysWhichCountsAreNotOfThisRunAlone() {
    assertThat(result(1_007, 7).text())
        .startsWith("all runs on this data folder: 1,007 rows in the table and 7 dead letters\n");
    assertThat(result(1, 1).text()).contains("1 row in the table and 1 dead letter\n");
  }

  @Test
  void json_hasWhatTheRunHolds() throws Exception {
    JsonNode json = new ObjectMapper().readTree(result(51, 0).json());

    assertThat(json.get("published").asInt()).isEqualTo(120);
    assertThat(json.get("distinct_keys").asInt()).isEqualTo(51);
    assertThat(json.get("superseded_by_same_run").asInt()).isEqualTo(69);
    assertThat(json.at("/values/name").asInt()).isEqualTo(119);
    assertThat(json.at("/replaced/name").asInt()).isEqualTo(1);
    assertThat(json.get("warnings").isArray()).isTrue();
  }

  private static DemoResult result(long rows, long deadLetters) {
    Receipt receipt =
        new Receipt(
            "r1",
            "meals",
            "http://localhost/",
            Optional.empty(),
            1,
            3,
            120,
            120,
            120,
            0,
            true,
            List.of(),
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    VerificationReport report =
        new VerificationReport(
            Optional.of("r1"),
            "meals",
            120,
            0,
            120,
            0,
            69,
            0,
            0,
            0,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            new RunContents(
                120,
                69,
                Optional.empty(),
                new Contents(51, true, Map.of("name", 119L), Map.of("name", 1L), Map.of()),
                List.of()),
            Duration.ZERO,
            Optional.empty(),
            List.of(),
            List.of());
    return new DemoResult(
        receipt, rows, deadLetters, report, Optional.empty(), new Stopwatch(Duration.ZERO), 0);
  }
}
