package io.tributary.consumer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenTransactionsTest {
  private static final TopicPartition ZERO = new TopicPartition("users", 0);
  private static final OpenTransactions.Look NOTHING =
      new OpenTransactions.Look(java.util.List.of(), Optional.empty());

  private final FakeTicker ticker = new FakeTicker(-5);
  private final OpenTransactions transactions = new OpenTransactions("kafka:9092", ticker);

  private OpenTransactions.Look look(Retained has) {
    return transactions.look(Map.of(ZERO, has));
  }

  private void passes(Duration time) {
    ticker.pass(time);
  }

  @Test
  void look_namesATransaction_thatStaysOpen_andHowToEndIt() {
    assertThat(look(new Retained(0, 17, 19))).isEqualTo(NOTHING);
    passes(OpenTransactions.LONG);
    OpenTransactions.Look found = look(new Retained(0, 17, 29));
    assertThat(found.open())
        .hasValue(
            "a transaction, open for 90 s, holds back users-0 from offset 17 on (12 offsets)");
    assertThat(found.warnings())
        .singleElement()
        .asString()
        .contains("from offset 17 on")
        .contains(
            "kafka-transactions.sh --bootstrap-server kafka:9092 abort --topic users --partition 0"
                + " --start-offset 17");
  }

  @Test
  void look_warnsAgainOnlyAfterAWhile_andTellsItAllTheTime() {
    look(new Retained(0, 17, 19));
    passes(OpenTransactions.LONG);
    assertThat(look(new Retained(0, 17, 19)).warnings()).hasSize(1);
    passes(OpenTransactions.BETWEEN_WARNINGS);
    assertThat(look(new Retained(0, 17, 19)).warnings()).isEmpty();
    passes(Duration.ofSeconds(1));
    OpenTransactions.Look again = look(new Retained(0, 17, 19));
    assertThat(again.warnings()).hasSize(1);
    assertThat(again.open()).isPresent();
  }

  @Test
  void look_isSilent_whenTransactionsComeAndGo() {
    for (int offset = 0; offset < 10; offset++) {
      assertThat(look(new Retained(0, offset, offset + 5))).isEqualTo(NOTHING);
      passes(OpenTransactions.LONG);
    }
    assertThat(look(new Retained(0, 20))).isEqualTo(NOTHING);
  }
}
