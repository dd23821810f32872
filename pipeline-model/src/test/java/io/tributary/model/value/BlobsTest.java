package io.tributary.model.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {
  private interface Reader {
    byte @Nullable [] read(byte[] in, int start, int stop);
  }

  /** The bytes in hexadecimal digits, of a text within another one. */
  private static @Nullable String hex(Reader reader, String text) {
    byte[] in = ("A" + text + "A").getBytes(US_ASCII);
    byte[] bytes = reader.read(in, 1, in.length - 1);
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  @Test
  void base64_isTakenPaddedOrNot() {
    assertThat(hex(Blobs::fromBase64, "+/8A")).isEqualTo("fbff00");
    assertThat(hex(Blobs::fromBase64, "+/8=")).isEqualTo("fbff");
    assertThat(hex(Blobs::fromBase64, "+/8")).isEqualTo("fbff");
    assertThat(hex(Blobs::fromBase64, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-_8A", "+/8A\n", "+/8A=", "+", "é", "a b="})
  void base64_hasOneAlphabetAndNoLines(String text) {
    assertThat(hex(Blobs::fromBase64, text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+/8A", "-_8A", "+/\n8A\n", "+/\r\n8A", "-_\n8A"})
  void anyBase64_isThatOfUrlsAndOfLinesToo(String text) {
    assertThat(hex(Blobs::fromAnyBase64, text)).isEqualTo("fbff00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+_8A", "-/8A", "+/ 8A", "+"})
  void anyBase64_isNoMixtureOfAlphabets(String text) {
    assertThat(hex(Blobs::fromAnyBase64, text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"00fF7a, 00ff7a", "'', ''", "0, ", "0g, ", "g0, ", "0xff, ", "'ff ', "})
  void hex_hasTwoDigitsForEachByte(String text, @Nullable String bytes) {
    assertThat(hex(Blobs::fromHex, text)).isEqualTo(bytes);
  }

  @Test
  void toBase64_pads() {
    assertThat(new String(Blobs.toBase64(new byte[] {-5, -1}), US_ASCII)).isEqualTo("+/8=");
  }
}
