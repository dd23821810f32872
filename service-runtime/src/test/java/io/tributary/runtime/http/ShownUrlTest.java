package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://ada:hush@depot.example/v1/events?key=hush#hush, https://depot.example/v1/events",
    "http://depot:4318, http://depot:4318",
    "http://[::1]:4318/, http://[::1]:4318/",
  })
  void url_hasNeitherUserNorQuery(URI url, String shown) {
    assertThat(ShownUrl.of(url)).isEqualTo(shown);
  }
}
