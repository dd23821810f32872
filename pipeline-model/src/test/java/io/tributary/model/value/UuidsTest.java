package io.tributary.model.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.random.Seed;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidsTest {

  @Test
  void parse_agreesWithJava_inBothCases() {
    Random random = Seed.random(UuidsTest.class);
    for (int i = 0; i < 10_000; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      String text = i % 2 == 0 ? uuid.toString() : uuid.toString().toUpperCase(Locale.ROOT);
      byte[] value = new byte[18];

      assertThat(Uuids.parse(("x" + text).getBytes(UTF_8), 1, 37, value, 2)).isTrue();

      ByteBuffer bytes = ByteBuffer.wrap(value);
      assertThat(new UUID(bytes.getLong(2), bytes.getLong(10))).isEqualTo(uuid);
      byte[] written = new byte[36];
      Uuids.write(value, 2, written, 0);
      assertThat(written).asString(UTF_8).isEqualTo(uuid.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "15653f96-f1c3-420d-97d1-d62f71d463c",
        "15653f96-f1c3-420d-97d1-d62f71d463c22",
        "15653f96f1c3420d97d1d62f71d463c2",
        "15653f96-f1c3-420d-97d1-d62f71d463cg",
        "15653f96-f1c3-420d-97d1+d62f71d463c2",
        "1-5653f96f1c3-420d-97d1-d62f71d463c2",
        "{15653f96-f1c3-420d-97d1-d62f71d463}",
        "15653f96-f1c3-420d-97d1-d62f71d463é",
      })
  void parse_refusesWhatIsNone(String text) {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(Uuids.parse(bytes, 0, bytes.length, new byte[16], 0)).isFalse();
  }
}
