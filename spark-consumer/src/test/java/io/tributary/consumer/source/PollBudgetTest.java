package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollBudgetTest {
  private static final int MEBIBYTE = 1 << 20;

  private final BudgetedBytes keys = new BudgetedBytes();
  private final BudgetedBytes values = new BudgetedBytes();

  @BeforeEach
  void beginPoll() {
    keys.configure(Map.of(), true);
    values.configure(Map.of(), false);
    PollBudget.ofThread().refill();
  }

  private void key(int bytes) {
    assertThat(keys.deserialize("t", new RecordHeaders(), new byte[bytes])).hasSize(bytes);
  }

  private void value(int bytes) {
    assertThat(values.deserialize("t", new RecordHeaders(), new byte[bytes])).hasSize(bytes);
  }

  private void assertPollEnds(Runnable record) {
    assertThatThrownBy(record::run).isInstanceOf(PollBudget.PollIsFull.class);
  }

  @Test
  void poll_takesRecords_untilTheyHaveTakenEverything() {
    for (int record = 0; record < 8; record++) {
      key(10);
      value(MEBIBYTE);
    }
    assertPollEnds(() -> key(10));
    assertPollEnds(() -> value(MEBIBYTE));
  }

  @Test
  void poll_takesTheFirstRecord_howeverLargeItsKeyAndItsValueAre() {
    key(20 * MEBIBYTE);
    value(20 * MEBIBYTE);
    assertPollEnds(() -> key(1));
  }

  @Test
  void poll_endsByKeysAlone_whereRecordsHaveNoValue() {
    for (int record = 0; record < 8; record++) {
      key(MEBIBYTE);
    }
    assertPollEnds(() -> key(1));
  }

  @Test
  void poll_endsByHeaders_whereTheValuesAreSmall() {
    RecordHeaders many = new RecordHeaders();
    for (int header = 0; header < 50_000; header++) {
      many.add("h", new byte[0]);
    }
    values.deserialize("t", many, new byte[1]);
    assertPollEnds(() -> values.deserialize("t", many, new byte[1]));
  }

  @Test
  void nextPoll_beginsWithTheRecordThatHadNoRoom() {
    key(1);
    value(9 * MEBIBYTE);
    assertPollEnds(() -> key(1));
    PollBudget.ofThread().refill();
    key(1);
    value(9 * MEBIBYTE);
  }
}
