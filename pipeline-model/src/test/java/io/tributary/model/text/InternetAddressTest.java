package io.tributary.model.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternetAddressTest {
  private static byte @Nullable [] parse(String text) {
    byte[] in = ("1" + text + "1").getBytes(UTF_8);
    return InternetAddress.parse(in, 1, in.length - 1);
  }

  /** The texts are those that RFC 5952 asks for. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, c0000201, 192.0.2.1",
    "0.0.0.0, 00000000, 0.0.0.0",
    "255.255.255.255, ffffffff, 255.255.255.255",
    "::, 00000000000000000000000000000000, ::",
    "::1, 00000000000000000000000000000001, ::1",
    "1::, 00010000000000000000000000000000, 1::",
    "2001:DB8::A, 20010db800000000000000000000000a, 2001:db8::a",
    "2001:0db8:0:0:1:0:0:1, 20010db8000000000001000000000001, 2001:db8::1:0:0:1",
    "2001:db8:0:1:0:0:0:1, 20010db8000000010000000000000001, 2001:db8:0:1::1",
    "2001:db8:0:1:1:1:1:1, 20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
    "1:2:3:4:5:6:7::, 00010002000300040005000600070000, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 00000002000300040005000600070008, 0:2:3:4:5:6:7:8",
    "64:ff9b::192.0.2.33, 0064ff9b0000000000000000c0000221, 64:ff9b::c000:221",
    "1:2:3:4:5:6:192.0.2.33, 000100020003000400050006c0000221, 1:2:3:4:5:6:c000:221",
    "::ffff:192.0.2.1, c0000201, 192.0.2.1",
    "0:0:0:0:0:FFFF:c000:0201, c0000201, 192.0.2.1",
    "::fffe:192.0.2.1, 00000000000000000000fffec0000201, ::fffe:c000:201",
    "::1:ffff:192.0.2.1, 00000000000000000001ffffc0000201, ::1:ffff:c000:201",
  })
  void text_isTheCanonicalOne_ofWhatWasParsed(String text, String hex, String canonical) {
    byte[] address = parse(text);

    assertThat(address).isEqualTo(HexFormat.of().parseHex(hex));
    assertThat(InternetAddress.text(HexFormat.of().parseHex(hex))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        "1..2.3",
        "1.2.3.256",
        "1.2.3.1000",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.4 ",
        "-1.2.3.4",
        "0x1.2.3.4",
        ":",
        ":::",
        "1:2",
        "1::2::3",
        "1:::2",
        ":1::2",
        "1:2:3:4:5:6:7:",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "-1::",
        "::1.2.3",
        "::1.2.3.256",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "fe80::1%eth0",
        "[::1]",
        "::1/64",
        "2001:db8::٣",
      })
  void parse_refusesWhatIsNone_andAsksNobody(String text) {
    assertThat(parse(text)).isNull();
  }
}
