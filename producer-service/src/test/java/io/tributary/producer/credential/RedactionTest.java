package io.tributary.producer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private static final String SECRET = "s3cr/t+\"ü=";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "as it is,s3cr/t+\"ü=",
        "in JSON,s3cr/t+\\\"ü=",
        "in JSON with slashes escaped,s3cr\\/t+\\\"ü=",
        "in a form,s3cr%2Ft%2B%22%C3%BC%3D",
        "in a form with small letters,s3cr%2ft%2b%22%c3%bc%3d",
        "in base64,czNjci90KyLDvD0=",
        "in base64 without padding,czNjci90KyLDvD0",
        "in base64 for URLs,czNjci90KyLDvD0="
      })
  void hide_replacesEachForm(String name, String form) {
    Redaction redaction = new Redaction();
    redaction.add(SECRET);
    assertThat(redaction.hide("a " + form + " b"))
        .as(name)
        .doesNotContain(form)
        .matches("a …=* ?b");
    assertThat(new String(redaction.hide(("a " + form + " b").getBytes(UTF_8)), UTF_8))
        .as(name)
        .isEqualTo(redaction.hide("a " + form + " b"));
  }

  @Test
  void hide_leavesDataAlone_whereASecretMayBeAWord() {
    Redaction redaction = new Redaction();
    redaction.add("password");
    redaction.add("ab1");
    byte[] data = "a password, ab1".getBytes(UTF_8);
    assertThat(redaction.hide(data)).isSameAs(data);
    assertThat(redaction.hide("a password, ab1")).isEqualTo("a …, ab1");
    redaction.add("twenty-letters-or-so");
    assertThat(redaction.hide("x twenty-letters-or-so".getBytes(UTF_8)))
        .isEqualTo("x …".getBytes(UTF_8));
  }

  @Test
  void hide_replacesAllInBytes_atBothEnds() {
    Redaction redaction = new Redaction();
    redaction.add("abcdefg1");
    redaction.add("abcdefg1-longer");
    byte[] data = "abcdefg1-longer,abcdefg1,abcdefg,abcdefg1".getBytes(UTF_8);
    assertThat(new String(redaction.hide(data), UTF_8)).isEqualTo("…,…,abcdefg,…");
    assertThat(redaction.hide("a".getBytes(UTF_8))).isEqualTo("a".getBytes(UTF_8));
  }

  @Test
  void hide_forgetsTokens_onlyAfterManyOthers() {
    Redaction redaction = new Redaction();
    redaction.add("client-secret-1");
    for (int i = 1; i <= 40; i++) {
      redaction.addToken("access-token-" + i + ".");
    }
    assertThat(redaction.hide("access-token-40. access-token-30. client-secret-1"))
        .isEqualTo("… … …");
    assertThat(redaction.hide("access-token-1.")).isEqualTo("access-token-1.");
  }
}
