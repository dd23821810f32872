package io.tributary.drills.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTextTest {
  @Test
  void of_isWhatAPersonReads() {
    String page =
        "<html><head><title>Runs</title></head><body><h1>Run\n 1</h1><p>3 &lt; 4 &amp; <b>red</b></body>";

    assertThat(PageText.of(page)).isEqualTo("Run 1 3 < 4 & red");
  }

  @Test
  void around_isThePartThatHasTheWords() {
    String text = "Overview 1 needs attention. users stalled Cassandra gave no answer Lag 0";

    assertThat(PageText.hasAll(text, "stalled", "Cassandra gave no answer")).isTrue();
    assertThat(PageText.hasAll(text, "stalled", "Kafka gave no answer")).isFalse();
    assertThat(PageText.around(text, "Cassandra gave no answer", "stalled"))
        .isEqualTo("stalled Cassandra gave no answer");
  }
}
