package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.refusal.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteStatsTest {

  private static WriteStats tallied(int rows, Reason... letters) {
    WriteCounter tally = new WriteCounter();
    for (int i = 0; i < rows; i++) {
      tally.row();
      tally.acknowledged(10);
    }
    for (Reason letter : letters) {
      tally.deadLetter(letter);
    }
    tally.retries(2);
    return tally.written();
  }

  @Test
  void of_readsWhatToMapWrites() {
    WriteStats written = tallied(3, Reason.MISSING_KEY, Reason.MISSING_KEY, Reason.TOO_LARGE);
    WriteStats read = WriteStats.of(written.toMap());
    assertThat(read.rows()).isEqualTo(3);
    assertThat(read.deadLetters())
        .containsOnly(Map.entry(Reason.MISSING_KEY, 2L), Map.entry(Reason.TOO_LARGE, 1L));
    assertThat(read.retries()).isEqualTo(2);
    assertThat(read.records()).isEqualTo(6);
    assertThat(read.latencies().sum()).isEqualTo(30);
  }

  @Test
  void of_isNothing_whenASinkReportsNothing() {
    assertThat(WriteStats.of(Map.of()).records()).isZero();
  }

  @Test
  void since_andPlus_areOpposites() {
    WriteStats first = tallied(3, Reason.MISSING_KEY);
    WriteStats both = first.plus(tallied(4, Reason.MISSING_KEY, Reason.UNKNOWN));
    WriteStats second = both.since(first);
    assertThat(second.rows()).isEqualTo(4);
    assertThat(second.deadLetters())
        .containsOnly(Map.entry(Reason.MISSING_KEY, 1L), Map.entry(Reason.UNKNOWN, 1L));
    assertThat(second.retries()).isEqualTo(2);
    assertThat(second.latencies().sum()).isEqualTo(40);
  }
}
