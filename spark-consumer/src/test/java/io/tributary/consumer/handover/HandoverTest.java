package io.tributary.consumer.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HandoverTest {
  private final Handover<String> handover = new Handover<>();

  @Test
  void take_findsEachObject_byItsOwnNumber() {
    try (var one = handover.leave("one");
        var other = handover.leave("other")) {
      assertThat(handover.take(one.number())).isEqualTo("one");
      assertThat(handover.take(other.number())).isEqualTo("other");
      // Spark may ask twice
      assertThat(handover.take(one.number())).isEqualTo("one");
    }
  }

  @Test
  void take_isRefused_whenTheTicketIsClosed() {
    String number;
    try (var one = handover.leave("one")) {
      number = one.number();
      assertThat(number).doesNotContain("one");
    }
    assertThatThrownBy(() -> handover.take(number)).isInstanceOf(IllegalArgumentException.class);
  }
}
