package io.tributary.model.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterPlaceTest {

  @Test
  void ofHeader_readsWhatToStringWrites() {
    LetterPlace place = new LetterPlace("users-2.rejected", 3, 1_077);

    assertThat(place).hasToString("users-2.rejected-3@1077");
    assertThat(LetterPlace.ofHeader(place.toString().getBytes(UTF_8))).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "users", "users-1", "users-1-17", "users-x@1", "a b-1@1", "u-1@-1"})
  void ofHeader_isNothing_whenItNamesNoPlace(String text) {
    assertThat(LetterPlace.ofHeader(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void ofHeader_isNothing_whenThereIsNone() {
    assertThat(LetterPlace.ofHeader(null)).isEmpty();
  }
}
