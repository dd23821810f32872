package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPositionTest {

  @Test
  void ofHeader_readsWhatToStringWrites() {
    RecordPosition place = new RecordPosition("users-2.rejected", 3, 1_077);

    assertThat(place).hasToString("users-2.rejected-3@1077");
    assertThat(RecordPosition.ofHeader(place.toString().getBytes(UTF_8))).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "users", "users-1", "users-1-17", "users-x@1", "a b-1@1", "u-1@-1"})
  void ofHeader_isNothing_whenItNamesNoPlace(String text) {
    assertThat(RecordPosition.ofHeader(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void compareTo_ordersByNumber_withinATopic() {
    RecordPosition first = new RecordPosition("users", 2, 10);
    RecordPosition later = new RecordPosition("users", 2, 9_000_000_000L);
    RecordPosition nextPartition = new RecordPosition("users", 10, 1);
    RecordPosition nextTopic = new RecordPosition("users.rejected", 0, 0);

    assertThat(Stream.of(nextTopic, nextPartition, later, first).sorted())
        .containsExactly(first, later, nextPartition, nextTopic);
  }

  @Test
  void ofHeader_isNothing_whenThereIsNone() {
    assertThat(RecordPosition.ofHeader(null)).isEmpty();
  }
}
