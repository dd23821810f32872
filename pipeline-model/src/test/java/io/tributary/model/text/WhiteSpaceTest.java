package io.tributary.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WhiteSpaceTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("", "", ""),
        arguments("a", "a", "a"),
        arguments(" ", "", " "),
        arguments("  a b  ", "a b", " a b "),
        arguments("a  b", "a  b", "a b"),
        arguments("a\tb\n", "a\tb", "a b "),
        arguments("\u00a0a\u2003\u3000b\uFEFF", "a\u2003\u3000b", " a b "),
        arguments("a b c", "a b c", "a b c"),
        arguments("\u0085a\u2028", "a", " a "),
        arguments("a\u200bb", "a\u200bb", "a\u200bb"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void trimAndCollapse_knowTheWhiteSpaceOfUnicode(String text, String trimmed, String collapsed) {
    assertThat(WhiteSpace.trim(text)).isEqualTo(trimmed);
    assertThat(WhiteSpace.collapse(text)).isEqualTo(collapsed);
  }
}
