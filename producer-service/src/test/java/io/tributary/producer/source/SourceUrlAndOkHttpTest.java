package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.SourceUrl;
import java.net.URI;
import java.util.Optional;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the URLs that a definition may have against those that OkHttp can ask. */
class SourceUrlAndOkHttpTest {
  private static final String PIECES = "aZ09-_.:[]%@/ \u00fc\u00e9\u4f8b";
  private static final int TRIES = 20_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://things.example/v1",
        "HTTPS://Things.Example",
        "http://things_api:8080/",
        "http://_things/",
        "http://things.example./",
        "http://127.0.0.1:1/",
        "http://127.1/",
        "http://0/",
        "http://things:65535/",
        "http://things:00080/",
        "http://things:/",
        "http://[::1]:8080/",
        "http://[::ffff:10.0.0.1]/",
        "http://[2001:db8::7]/",
        "http://m\u00fcnchen.example/",
        "http://\u4f8b\u3048.example/",
        "http://xn--mnchen-3ya.example/",
        "http://things/a%20b;c=d/\u00fc",
        "http://things//a/../b",
      })
  void url_isAskedWhereItSays_whenADefinitionMayHaveIt(String text) {
    HttpUrl asked = HttpUrl.get(text);
    URI taken = SourceUrl.parse(text);
    assertThat(HttpUrl.get(taken.toString())).isEqualTo(asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://things:0/",
        "http://things:65536/",
        "http://things:99999/",
        "http://a..b/",
        "http://.a/",
        "http://a../",
        "http://[fe80::1%25eth0]/",
        "http://[1::2::3]/",
        "http://0123456789012345678901234567890123456789012345678901234567890123/",
      })
  void url_isRefused_whenOkHttpRefusesIt(String text) {
    assertThat(HttpUrl.Companion.parse(text)).isNull();
    assertThat(taken(text)).isEmpty();
  }

  @Test
  void everyUrl_thatADefinitionMayHave_isOneForOkHttp() {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("SourceUrlAndOkHttpTest: -Dtest.seed=" + seed);
    Random random = new Random(seed);
    int takenAtAll = 0;
    for (int i = 0; i < TRIES; i++) {
      StringBuilder text = new StringBuilder("http://");
      for (int length = random.nextInt(12); length >= 0; length--) {
        text.append(PIECES.charAt(random.nextInt(PIECES.length())));
      }
      Optional<URI> taken = taken(text.toString());
      if (taken.isPresent()) {
        takenAtAll++;
        HttpUrl asked = HttpUrl.Companion.parse(text.toString());
        assertThat(asked).as(text.toString()).isNotNull();
        assertThat(HttpUrl.get(taken.get().toString())).as(text.toString()).isEqualTo(asked);
      }
    }
    assertThat(takenAtAll).isPositive();
  }

  private static Optional<URI> taken(String text) {
    try {
      return Optional.of(SourceUrl.parse(text));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}
