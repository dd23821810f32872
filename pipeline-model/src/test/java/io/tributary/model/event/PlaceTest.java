package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

  @Test
  void ofHeader_readsWhatToStringWrites() {
    Place place = new Place("users-2.rejected", 3, 1_077);

    assertThat(place).hasToString("users-2.rejected-3@1077");
    assertThat(Place.ofHeader(place.toString().getBytes(UTF_8))).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "users", "users-1", "users-1-17", "users-x@1", "a b-1@1", "u-1@-1"})
  void ofHeader_isNothing_whenItNamesNoPlace(String text) {
    assertThat(Place.ofHeader(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void compareTo_ordersByNumber_withinATopic() {
    Place first = new Place("users", 2, 10);
    Place later = new Place("users", 2, 9_000_000_000L);
    Place nextPartition = new Place("users", 10, 1);
    Place nextTopic = new Place("users.rejected", 0, 0);

    assertThat(Stream.of(nextTopic, nextPartition, later, first).sorted())
        .containsExactly(first, later, nextPartition, nextTopic);
  }

  @Test
  void ofHeader_isNothing_whenThereIsNone() {
    assertThat(Place.ofHeader(null)).isEmpty();
  }
}
