package io.tributary.verifier.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void of_isTheText_whenItIsHarmless() {
    assertThat(Printable.of("Zoë 李 🙂".getBytes(StandardCharsets.UTF_8))).isEqualTo("Zoë 李 🙂");
    assertThat(Printable.of((byte[]) null)).isEqualTo("none");
  }

  @Test
  void of_escapes_whatATerminalWouldObey() {
    assertThat(Printable.of("a\nb\u001b[31m\u202ec".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a\\u{a}b\\u{1b}[31m\\u{202e}c");
  }

  @Test
  void of_isHexadecimal_whenTheBytesAreNoText() {
    assertThat(Printable.of(new byte[] {(byte) 0xc3, 0x28})).isEqualTo("0xc328 (2 bytes)");
    byte[] large = new byte[1_000];
    large[0] = (byte) 0xff;
    assertThat(Printable.of(large)).startsWith("0xff00").endsWith("… (1,000 bytes)");
  }

  @Test
  void of_leavesTheBufferAsItIs() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {'x', 'y', 'z'}, 1, 1);

    assertThat(Printable.of(buffer)).isEqualTo("y");
    assertThat(buffer.remaining()).isEqualTo(1);
  }
}
