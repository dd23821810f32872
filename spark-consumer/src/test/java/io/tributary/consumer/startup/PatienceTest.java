package io.tributary.consumer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final List<Waiting> waits = new ArrayList<>();
  private int asked;

  private String answer(int failures) {
    if (asked++ < failures) {
      throw new DriverTimeoutException("try " + asked);
    }
    return "yes";
  }

  @Test
  void ask_goesOn_untilThereIsAnAnswer() throws Exception {
    Patience patience = new Patience(Duration.ofMinutes(1), waits::add);
    assertThat(patience.ask("Cassandra", failed -> true, () -> answer(2))).isEqualTo("yes");
    assertThat(waits)
        .extracting(waiting -> waiting.what() + ": " + waiting.why())
        .containsExactly("Cassandra: try 1", "Cassandra: try 2");
  }

  @Test
  void ask_endsAtOnce_whenTheFailureDoesNotPass() {
    Patience patience = new Patience(Duration.ofMinutes(1), waits::add);
    assertThatThrownBy(() -> patience.ask("Cassandra", failed -> false, () -> answer(2)))
        .isInstanceOf(DriverTimeoutException.class)
        .hasMessage("try 1");
    assertThat(waits).isEmpty();
  }

  @Test
  void ask_ends_whenTheTimeIsOver() {
    Patience patience = new Patience(Duration.ZERO, waits::add);
    assertThatThrownBy(() -> patience.ask("Cassandra", failed -> true, () -> answer(2)))
        .isInstanceOf(DriverTimeoutException.class);
    assertThat(asked).isOne();
  }
}
