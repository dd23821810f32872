package io.tributary.console.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.console.text.MarkedText.Part;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1, \"b\":2}            | /b          | {\"a\": 1, «\"b\":2»}",
        "{\"a\": \"ü\\\"x\", \"b\":2}   | /a          | {«\"a\": \"ü\\\"x\"», \"b\":2}",
        "{\"a\":{\"b\":[1,{\"c\":3}]}}  | /a/b/1/c    | {\"a\":{\"b\":[1,{«\"c\":3»}]}}",
        "{\"a\":{\"b\":[1,2]},\"c\":0}  | /a          | {«\"a\":{\"b\":[1,2]}»,\"c\":0}",
        "{\"a\":[1,{\"b\":2}]}          | /a/1        | {\"a\":[1,«{\"b\":2}»]}",
        "{\"a\":1,\"b\":2}              | /a /b       | {«\"a\":1»,«\"b\":2»}",
        "{\"a\":1}                      | /b          | {\"a\":1}",
        "{\"a\":1,\"b\":2, oh           | /a          | {«\"a\":1»,\"b\":2, oh",
        "no JSON at all                 | /a          | no JSON at all"
      })
  void of_marksTheMembers(String value, String places, String marked) {
    MarkedText text =
        MarkedText.of(
            value.getBytes(UTF_8),
            Arrays.stream(places.split(" ", -1)).map(JsonPointer::compile).toList());

    assertThat(
            text.parts().stream()
                .map(part -> part.marked() ? "«" + part.text() + "»" : part.text())
                .collect(Collectors.joining()))
        .isEqualTo(marked);
    assertThat(text.text()).isEqualTo(value);
  }

  @Test
  void of_escapesControlCharacters_andKeepsLines() {
    assertThat(MarkedText.of("a\u001b[31m\nb\u202e".getBytes(UTF_8)).text())
        .isEqualTo("a\\u{1b}[31m\nb\\u{202e}");
  }

  @Test
  void of_showsWhatIsNoTextAsDigits() {
    assertThat(MarkedText.of(new byte[] {(byte) 0xff, 0, 1}).parts())
        .containsExactly(new Part("0xff0001 (3 bytes)", false));
  }

  @Test
  void of_saysHowMuchIsLeft() {
    byte[] value = ("ü" + "x".repeat(MarkedText.MOST_BYTES - 3) + "üü").getBytes(UTF_8);

    MarkedText text = MarkedText.of(value);

    assertThat(text.text()).hasSize(MarkedText.MOST_BYTES - 2).endsWith("x");
    assertThat(text.left()).isEqualTo(4);
  }
}
