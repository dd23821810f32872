package io.tributary.verifier.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.event.Place;
import java.time.Duration;
import java.util.List;
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
                + "\"rejected\":2,\"rows\":990,\"dead_letters\":12,\"superseded\":3,"
                + "\"missing\":0,\"different\":0,\"lost\":0,\"verified\":true,\"seconds\":1.234}");
  }

  @Test
  void text_saysVerified_whenNothingIsWrong() {
    assertThat(report(0, 0, List.of()).text())
        .startsWith(
            "Run run \"1\" of pipeline orders: 1,000 published, 2 rejected; looked up in 1.2 s")
        .contains("990 rows, 3 superseded")
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
    VerificationReport report = report(0, 0, List.of()).within(DeadLetterLimit.parse(limit));

    assertThat(report.verified()).isEqualTo(verified);
    assertThat(report.json()).contains("\"verified\":" + verified);
    assertThat(report.why().isPresent()).isEqualTo(!verified);
  }

  @Test
  void limit_isKept_whenItIsJustReached() {
    assertThat(DeadLetterLimit.parse("0.5%").allows(5, 1_000)).isTrue();
    assertThat(DeadLetterLimit.parse("0.5%").allows(6, 1_000)).isFalse();
    assertThat(DeadLetterLimit.parse("0%").allows(0, 0)).isTrue();
  }

  @Test
  void within_saysHowManyThereAre_andMayBe() {
    assertThat(report(0, 0, List.of()).within(DeadLetterLimit.parse("0.5%")).why().orElseThrow())
        .contains("12 of 1,002 records are dead letters, at most 0.5% may be");
  }

  @Test
  void why_namesEveryProblem_inOneSentence() {
    assertThat(report(7, 1, List.of("the run stopped early")).why().orElseThrow())
        .startsWith("run run \"1\" of pipeline orders is not verified: 7 of 1,002 records")
        .contains("the first at orders-0@17 (key k1)")
        .contains("1 records differ from their row, the first at orders-1@3 (key k2, in buyer)")
        .endsWith("; the run stopped early")
        .doesNotContain("\n");
  }

  @Test
  void verified_isFalse_whenOnlyOneNumberIsWrong() {
    assertThat(report(1, 0, List.of()).verified()).isFalse();
    assertThat(report(0, 1, List.of()).verified()).isFalse();
    assertThat(report(0, 0, List.of("x")).verified()).isFalse();
  }

  private static VerificationReport report(long missing, long different, List<String> problems) {
    return new VerificationReport(
        Optional.of("run \"1\""),
        "orders",
        1_000,
        2,
        990,
        12,
        3,
        missing,
        different,
        0,
        missing == 0 ? List.of() : List.of(new NotThere(new Place("orders", 0, 17), "k1", "")),
        different == 0
            ? List.of()
            : List.of(new NotThere(new Place("orders", 1, 3), "k2", "buyer")),
        problems,
        Duration.ofMillis(1_234));
  }
}
