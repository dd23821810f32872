package io.tributary.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReminderScheduleTest {
  private final FakeTicker ticker = new FakeTicker();
  private final ReminderSchedule reminder = new ReminderSchedule(ticker, Duration.ofSeconds(10));

  @Test
  void isDue_atIntervalsThatDouble_fromTheFirstTelling() {
    ticker.pass(Duration.ofHours(1));
    reminder.begin();
    assertThat(secondsTold(80)).containsExactly(10, 30, 70);
    reminder.begin();
    assertThat(secondsTold(30)).containsExactly(10, 30);
  }

  private List<Integer> secondsTold(int span) {
    List<Integer> told = new ArrayList<>();
    for (int second = 1; second <= span; second++) {
      ticker.pass(Duration.ofSeconds(1));
      if (reminder.isDue()) {
        told.add(second);
      }
    }
    return told;
  }
}
