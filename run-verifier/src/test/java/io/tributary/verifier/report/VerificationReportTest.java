package io.tributary.verifier.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.RecordLimit;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.receipt.Contents;
import io.tributary.verifier.contents.RunContents;
import io.tributary.verifier.contents.RunContents.SameKey;
import io.tributary.verifier.outcome.UnsettledRecord;
import io.tributary.verifier.verification.Shop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationReportTest {
  @Test
  void json_isOneLineWithEveryNumber() {
    VerificationReport report = report(0, 0, List.of());

    assertThat(report.json())
        .isEqualTo(
            "{\"run_id\":\"run \\\"1\\\"\",\"pipeline\":\"orders\",\"published\":1000,"
                + "\"rejected\":2,\"rows\":990,\"dead_letters\":12,\"superseded\":3,\"superseded_by_same_run\":1,"
                + "\"missing\":0,\"different\":0,\"lost\":0,\"verified\":true,\"seconds\":1.234,"
                + "\"distinct_keys\":987,\"distinct_keys_exact\":true,"
                + "\"values\":{\"id\":988,\"buyer\":988,\"note\":5},\"replaced\":{\"note\":7},\"warnings\":[]}");
  }

  @Test
  void json_namesThePlacesOfTheFirst_thatAreMissing() {
    assertThat(report(7, 0, List.of()).json()).contains("\"first_missing\":[\"orders-0@17\"]");
  }

  @Test
  void text_saysVerified_whenNothingIsWrong() {
    assertThat(report(0, 0, List.of()).text())
        .startsWith(
            "Run run \"1\" of pipeline orders: 1,000 published, 2 rejected; looked up in 1.2 s")
        .contains("990 rows, 3 superseded, 1 by records of the same run")
        .contains("987 distinct keys")
        .contains("values in each record for 2 of 3 columns, 5 for note")
        .contains("        7 values of note replaced by on-error\n")
        .contains("12 dead letters")
        .endsWith("verified")
        .doesNotContain("NOT", "no longer in Kafka");
  }

  @Test
  void text_namesTheFirst_whenMoreAreMissing() {
    assertThat(report(7, 0, List.of("the run stopped early")).text())
        .contains("orders-0@17 (key k1)")
        .contains("and 6 more")
        .contains("! the run stopped early")
        .endsWith("NOT verified");
  }

  @ParameterizedTest
  @CsvSource({"12, true", "11, false", "1.2%, true", "1.1%, false", "0, false", "100%, true"})
  void within_isVerified_whenTheLimitIsKept(String limit, boolean verified) {
    VerificationReport report = report(0, 0, List.of()).within(RecordLimit.parse(limit));

    assertThat(report.verified()).isEqualTo(verified);
    assertThat(report.json()).contains("\"verified\":" + verified);
    assertThat(report.why().isPresent()).isEqualTo(!verified);
  }

  @Test
  void limit_isKept_whenItIsJustReached() {
    assertThat(RecordLimit.parse("0.5%").allows(5, 1_000)).isTrue();
    assertThat(RecordLimit.parse("0.5%").allows(6, 1_000)).isFalse();
    assertThat(RecordLimit.parse("0%").allows(0, 0)).isTrue();
  }

  @Test
  void within_saysHowManyThereAre_andMayBe() {
    assertThat(report(0, 0, List.of()).within(RecordLimit.parse("0.5%")).why().orElseThrow())
        .contains("12 of 1,002 records are dead letters, at most 0.5% may be");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "0, false", "10%, true", "0.1%, false", "0.2%, true", "0%, false"})
  void judged_isVerified_whenTheLimitOfSupersededRecordsIsKept(String limit, boolean verified) {
    VerificationReport report =
        report(0, 0, List.of()).judged(Shop.PIPELINE, RecordLimit.parse(limit));

    assertThat(report.verified()).isEqualTo(verified);
  }

  @Test
  void judged_saysWhatUsuallyMakesRecordsSupersedeEachOther() {
    assertThat(
            report(0, 0, List.of())
                .judged(Shop.PIPELINE, RecordLimit.parse("0%"))
                .why()
                .orElseThrow())
        .endsWith(
            "is not verified: 1 of its 988 records are superseded by other records of the same run,"
                + " at most 0% may be (--max-superseded): usually the source gave a page more than"
                + " once (check the paging in the definition), or the table's key (id) does not tell"
                + " its records apart; for example, key k1 is at s/1/0 and at s/2/0 of the source");
  }

  @Test
  void judged_isNotVerified_whenAnExpectedColumnHasNoValue() throws Exception {
    Field note =
        Shop.PIPELINE.event().fields().stream()
            .filter(field -> field.name().equals("note"))
            .findFirst()
            .orElseThrow();
    Field expected =
        new Field(
            note.name(),
            note.type(),
            note.origin(),
            note.conversion(),
            note.cleanUps(),
            note.checks(),
            true,
            false);
    RecordLimit all = RecordLimit.parse("100%");

    VerificationReport doubtful = empty(note).judged(Shop.PIPELINE, all);
    assertThat(doubtful.verified()).isTrue();
    assertThat(doubtful.text())
        .contains("warning: no record has a value for column note (from /note)")
        .endsWith("verified");
    assertThat(doubtful.json())
        .contains("\"warnings\":[\"no record has a value for column note (from /note)");
    VerificationReport wrong = empty(expected).judged(Shop.PIPELINE, all);
    assertThat(wrong.verified()).isFalse();
    assertThat(wrong.why().orElseThrow()).contains("no record has a value for column note");
    assertThat(wrong.warnings()).isEmpty();
  }

  @Test
  void text_speaksOfOne_whenThereIsOne() {
    VerificationReport one =
        new VerificationReport(
            Optional.of("r"),
            "orders",
            1,
            1,
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            new RunContents(
                1, 0, Optional.empty(), new Contents(1, true, Map.of("id", 1L)), List.of()),
            Duration.ZERO,
            Optional.empty(),
            List.of(),
            List.of());

    assertThat(one.text()).contains("1 row\n", "1 dead letter\n", "1 distinct key\n");
    assertThat(one.within(RecordLimit.parse("0")).why().orElseThrow())
        .contains("1 of 2 records is a dead letter, at most 0 may be");
  }

  @Test
  void why_namesEveryProblem_inOneSentence() {
    assertThat(report(7, 1, List.of("the run stopped early")).why().orElseThrow())
        .startsWith("run run \"1\" of pipeline orders is not verified: 7 of 1,002 records")
        .contains("the first at orders-0@17 (key k1)")
        .contains("1 record differs from its row, the first at orders-1@3 (key k2, in buyer)")
        .endsWith("; the run stopped early")
        .doesNotContain("\n");
  }

  @Test
  void landed_isTrue_whenNothingIsMissing_howeverTheRunIsJudged() {
    assertThat(report(0, 1, List.of("published nothing")).landed()).isTrue();
    assertThat(report(1, 0, List.of()).landed()).isFalse();
  }

  @Test
  void verified_isFalse_whenOnlyOneNumberIsWrong() {
    assertThat(report(1, 0, List.of()).verified()).isFalse();
    assertThat(report(0, 1, List.of()).verified()).isFalse();
    assertThat(report(0, 0, List.of("x")).verified()).isFalse();
  }

  private static VerificationReport empty(Field field) {
    VerificationReport report = report(0, 0, List.of());
    RunContents contents = report.contents();
    return new VerificationReport(
        report.runId(),
        report.pipeline(),
        report.published(),
        report.rejected(),
        report.rows(),
        report.deadLetters(),
        report.superseded(),
        report.expired(),
        report.deleted(),
        report.missing(),
        report.different(),
        report.lost(),
        report.firstMissing(),
        report.firstDifferent(),
        report.problems(),
        new RunContents(
            contents.events(),
            contents.superseded(),
            contents.example(),
            contents.contents(),
            List.of(field)),
        report.took(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static VerificationReport report(long missing, long different, List<String> problems) {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("id", 988L);
    values.put("buyer", 988L);
    values.put("note", 5L);
    return new VerificationReport(
        Optional.of("run \"1\""),
        "orders",
        1_000,
        2,
        990,
        12,
        3,
        0,
        0,
        missing,
        different,
        0,
        missing == 0
            ? List.of()
            : List.of(new UnsettledRecord(new RecordPosition("orders", 0, 17), "k1", "", "")),
        different == 0
            ? List.of()
            : List.of(new UnsettledRecord(new RecordPosition("orders", 1, 3), "k2", "buyer", "")),
        problems,
        new RunContents(
            988,
            1,
            Optional.of(new SameKey("k1", "s/1/0", "s/2/0")),
            new Contents(987, true, values, Map.of("note", 7L), Map.of("id", 1L)),
            List.of()),
        Duration.ofMillis(1_234),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
