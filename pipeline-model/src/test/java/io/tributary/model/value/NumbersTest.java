package io.tributary.model.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.random.Seed;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "-1",
        "2147483647",
        "-2147483648",
        "9223372036854775807",
        "-9223372036854775808",
        "1000000000000000000"
      })
  void isInteger_takesEachLong(String text) {
    assertThat(isInteger(text, Long.MIN_VALUE, Long.MAX_VALUE)).isTrue();
    assertThat(Numbers.integer(bytes(text), 1, text.length() + 1)).isEqualTo(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        "00",
        "01",
        "-01",
        "1.0",
        "1e2",
        " 1",
        "1 ",
        "a",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "99999999999999999999",
        "--1",
        "1-"
      })
  void isInteger_refusesWhatIsNoLong(String text) {
    assertThat(isInteger(text, Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void isInteger_keepsToTheBounds() {
    assertThat(isInteger("2147483648", Integer.MIN_VALUE, Integer.MAX_VALUE)).isFalse();
    assertThat(isInteger("-2147483649", Integer.MIN_VALUE, Integer.MAX_VALUE)).isFalse();
    assertThat(isInteger("-2147483648", Integer.MIN_VALUE, Integer.MAX_VALUE)).isTrue();
  }

  @Test
  void parseDouble_agreesWithJava() {
    Random random = Seed.random(NumbersTest.class);
    for (int i = 0; i < 50_000; i++) {
      String text = randomNumber(random);
      double expected = Double.parseDouble(text);
      double parsed = Numbers.parseDouble(bytes(text), 1, text.length() + 1);
      if (Double.isInfinite(expected)) {
        assertThat(parsed).as(text).isNaN();
      } else if (Double.doubleToRawLongBits(parsed) != Double.doubleToRawLongBits(expected)) {
        assertThat(parsed).as(text).isEqualTo(expected);
      }
    }
  }

  @Test
  void decimal_agreesWithJava() {
    Random random = Seed.random(NumbersTest.class);
    for (int i = 0; i < 5_000; i++) {
      String text = randomNumber(random);
      BigDecimal expected = new BigDecimal(text);
      BigDecimal parsed = Numbers.decimal(bytes(text), 1, text.length() + 1);
      assertThat(parsed).as(text).isEqualTo(expected.scale() < 0 ? expected.setScale(0) : expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1000",
        "1e-1001",
        "1e2147483647",
        "1e2147483648",
        "-1e-99999999999999",
        "0e1001",
        "",
        "-",
        "1.",
        ".5",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
        "1f",
        "1e",
        "1e+"
      })
  void decimal_refusesWhatIsNoneOrExplodes(String text) {
    assertThat(Numbers.decimal(bytes(text), 1, text.length() + 1)).isNull();
  }

  @Test
  void decimal_refusesMillionsOfDigits_atOnce() {
    String text = "7".repeat(5_000_000);

    assertThat(Numbers.decimal(bytes(text), 1, text.length() + 1)).isNull();
    assertThat(Numbers.decimal(bytes("7".repeat(1_001)), 1, 1_002)).isNull();
    assertThat(Numbers.decimal(bytes("7".repeat(1_000)), 1, 1_001)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0000000000",
    "127, 000000007f",
    "128, 000000000080",
    "-128, 0000000080",
    "-129, 00000000ff7f",
    "1.00, 0000000264",
    "0.001, 0000000301",
  })
  void serialise_writesScaleAndVarint(String number, String hex) {
    assertThat(java.util.HexFormat.of().formatHex(Numbers.serialise(new BigDecimal(number))))
        .isEqualTo(hex);
  }

  private static String randomNumber(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "-");
    String digits = Long.toString(random.nextLong() >>> (1 + random.nextInt(63)));
    text.append(digits);
    if (random.nextBoolean()) {
      text.append('.')
          .append("0".repeat(random.nextInt(4)))
          .append(random.nextInt(1 << random.nextInt(31)));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? "e" : "E").append(random.nextInt(800) - 400);
    }
    return text.toString();
  }

  private static boolean isInteger(String text, long min, long max) {
    return Numbers.isInteger(bytes(text), 1, text.length() + 1, min, max);
  }

  /** Between digits that do not belong to it. */
  private static byte[] bytes(String text) {
    return ("9" + text + "9").getBytes(US_ASCII);
  }
}
