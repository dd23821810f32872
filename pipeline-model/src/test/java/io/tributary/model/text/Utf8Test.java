package io.tributary.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.random.Seed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void write_agreesWithJava_onEachCodePoint() {
    byte[] out = new byte[4];
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c == Character.MIN_SURROGATE) {
        c = Character.MAX_SURROGATE + 1;
      }
      byte[] expected = Character.toString(c).getBytes(UTF_8);
      int length = Utf8.write(c, out, 0);
      if (!Arrays.equals(expected, 0, expected.length, out, 0, length)
          || !Utf8.isValid(out, 0, length)
          || Utf8.codePoints(out, 0, length) != 1) {
        assertThat(out).as("U+%X", c).startsWith(expected);
        assertThat(Utf8.isValid(out, 0, length)).as("U+%X", c).isTrue();
      }
    }
  }

  @Test
  void isValid_agreesWithJava_whateverTheBytes() {
    Random random = Seed.random(Utf8Test.class);
    int[] likely = {
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF
    };
    byte[] bytes = new byte[20];
    for (int i = 0; i < 200_000; i++) {
      // mostly ASCII in every second one, of which eight bytes are looked at together
      int least = i % 2 == 0 ? 0 : random.nextInt(bytes.length);
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = k < least ? (byte) 'a' : (byte) likely[random.nextInt(likely.length)];
      }
      int stop = random.nextInt(bytes.length + 1);
      if (Utf8.isValid(bytes, 0, stop) != isValid(bytes, stop)) {
        assertThat(Utf8.isValid(bytes, 0, stop))
            .as(Arrays.toString(bytes))
            .isEqualTo(isValid(bytes, stop));
      }
    }
  }

  private static boolean isValid(byte[] bytes, int stop) {
    try {
      var unused = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, stop));
      return true;
    } catch (CharacterCodingException invalid) {
      return false;
    }
  }
}
