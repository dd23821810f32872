package io.tributary.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.model.random.Mutated;
import io.tributary.model.random.RandomTexts;
import io.tributary.model.random.Seed;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  private static final List<String> WORDS =
      List.of(
          "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00e9", "\\u0", "\\b", "true", "nul", "-",
          "0", "1.5e-3", ".", "e", "+", " ", "\n", "\u0001", "é", "//", "'", "\"a\":1", "[[[[",
          "]]]]");
  private static final String SOUND =
      """
      {"a" : [1, -2.5e+10, "x\\"\\u00e9 é", {"b": {}, "c": [[], [null]]}], "long text of a name": true,
       "d": "a text that is longer than eight bytes, with \\\\ and 😀 in it", "e": false}""";

  private final ObjectMapper jackson =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Provide
  Arbitrary<String> texts() {
    // As text, so that it is UTF-8 whatever the changes.
    return Mutated.of(List.of(SOUND.getBytes(UTF_8)), WORDS).map(bytes -> new String(bytes, UTF_8));
  }

  @Property(tries = 10_000)
  void value_acceptsWhatJacksonAccepts(@ForAll("texts") String text) {
    boolean accepted = accepts(text);
    assertThat(accepted).isEqualTo(jacksonAccepts(text));
    Statistics.collect(accepted);
    Statistics.coverage(seen -> seen.check(true).count(count -> count > 0));
  }

  @Test
  void unescape_agreesWithJackson() throws Exception {
    Random random = Seed.random(JsonScannerTest.class);
    RandomTexts texts = new RandomTexts(random);
    JsonScanner json = new JsonScanner(8);
    for (int i = 0; i < 2_000; i++) {
      String text = texts.text(30);
      byte[] in = texts.json(text).getBytes(UTF_8);
      json.reset(in, 0, in.length);

      assertThat(json.value()).isEqualTo(JsonKind.STRING);

      byte[] out = new byte[in.length];
      int length = JsonScanner.unescape(in, json.start(), json.stop(), out);
      assertThat(new String(out, 0, length, UTF_8)).isEqualTo(text);
      assertThat(jackson.readTree(in).textValue()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"1234567\"",
        "\"12345678\"",
        "\"123456789012345678\"",
        "\"é\"",
        "\"1234567é9\""
      })
  void value_tellsWhetherAStringIsAscii(String text) throws Exception {
    JsonScanner json = new JsonScanner(8);
    byte[] in = (text + "é\"\\").getBytes(UTF_8);
    json.reset(in, 0, in.length);

    json.value();

    assertThat(json.isAscii()).isEqualTo(!text.contains("é"));
    assertThat(new String(in, json.start() - 1, json.stop() - json.start() + 2, UTF_8))
        .isEqualTo(text);
    assertThat(json.flaw()).isNull();
  }

  @Test
  void value_findsEachSpecialByte_whereverItStands() throws Exception {
    JsonScanner json = new JsonScanner(8);
    for (int at = 0; at < 20; at++) {
      for (int b = 0; b < 0x80; b++) {
        byte[] in = ("\"" + "a".repeat(20) + "\"").getBytes(UTF_8);
        in[at + 1] = (byte) b;
        json.reset(in, 0, in.length);
        boolean cutOff = false;
        try {
          json.value();
        } catch (BrokenJsonException broken) {
          cutOff = true;
        }
        // A backslash before the closing quote leaves the string open; before an 'a' it is
        // malformed.
        assertThat(cutOff).isEqualTo(b == '\\' && at == 19);
        assertThat(json.flaw() != null)
            .as("%d at %d", b, at)
            .isEqualTo(b < ' ' || (b == '\\' && at < 19));
        if (!cutOff) {
          assertThat(json.position()).isEqualTo(b == '"' ? at + 2 : 22);
        }
      }
    }
  }

  private static boolean accepts(String text) {
    JsonScanner json = new JsonScanner(1_000);
    byte[] in = text.getBytes(UTF_8);
    json.reset(in, 0, in.length);
    try {
      json.value();
      return json.next() < 0 && json.flaw() == null;
    } catch (BrokenJsonException broken) {
      return false;
    }
  }

  private boolean jacksonAccepts(String text) {
    try {
      return !jackson.readTree(text).isMissingNode();
    } catch (IOException broken) {
      return false;
    }
  }
}
