package io.tributary.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final Rounds rounds = new Rounds(1_000);

  @Test
  void line_hasRateAndProcessorTimeOfEachRecord() {
    rounds.add("ours", outcome(2, 8));
    rounds.add("ours", outcome(1, 10));
    rounds.add("ours", outcome(4, 9));
    Result.Line line = rounds.line("ours", "title");
    assertThat(line.figures().get("records/s")).isEqualTo(new Spread(250, 500, 1_000));
    assertThat(line.figures().get("client µs")).isEqualTo(new Spread(8, 9, 10));
    assertThat(line.figures().get("kafka µs")).isEqualTo(new Spread(0, 0, 0));
  }

  @Test
  void ratio_comparesWithinARound() {
    rounds.add("ours", outcome(1, 1));
    rounds.add("plain", outcome(2, 1));
    rounds.add("ours", outcome(10, 1));
    rounds.add("plain", outcome(5, 1));
    rounds.add("ours", outcome(3, 1));
    rounds.add("plain", outcome(3, 1));
    Spread ratio = rounds.ratio("ours", "plain");
    assertThat(ratio.min()).isCloseTo(0.5, within(1e-9));
    assertThat(ratio.median()).isCloseTo(1, within(1e-9));
    assertThat(ratio.max()).isCloseTo(2, within(1e-9));
  }

  @Test
  void each_givesAllATurnInEveryRound_inAnotherOrder() throws Exception {
    List<String> turns = new ArrayList<>();
    Rounds.each(0, 2, List.of("a", "b", "c"), (round, one) -> turns.add(round + one));
    assertThat(turns).containsExactly("0a", "0b", "0c", "1c", "1a", "1b", "2b", "2c", "2a");
  }

  private static Outcome outcome(double seconds, long clientMillis) {
    return new Outcome(
        Map.of("seconds", seconds),
        Map.of(
            "client", Duration.ofMillis(clientMillis),
            "cassandra", Duration.ofMillis(2),
            "kafka", Duration.ZERO));
  }
}
