package io.tributary.model.count;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class DistinctCountTest {
  @Test
  void count_isExact_upToItsLimit() {
    DistinctCount count = new DistinctCount(50_000);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50_000; i++) {
        assertThat(count.add(hash(i))).isEqualTo(round == 0);
      }
    }

    assertThat(count.count()).isEqualTo(50_000);
    assertThat(count.isExact()).isTrue();
  }

  @Test
  void count_isAnEstimate_beyondItsLimit() {
    DistinctCount count = new DistinctCount(10_000);
    for (int i = 0; i < 400_000; i++) {
      count.add(hash(i % 200_000));
    }

    assertThat(count.isExact()).isFalse();
    // 2.5 standard deviations of a sample of 6,250
    assertThat(count.count()).isCloseTo(200_000, withinPercentage(3));
  }

  @Test
  void count_includesTheHashThatIsZero() {
    DistinctCount count = new DistinctCount(10);

    assertThat(count.add(0)).isTrue();
    assertThat(count.add(0)).isFalse();
    assertThat(count.add(1)).isTrue();
    assertThat(count.count()).isEqualTo(2);
  }

  @Test
  void hash_keepsPartsApart() {
    assertThat(Hash.add(Hash.add(Hash.START, bytes("a")), bytes("bc")))
        .isNotEqualTo(Hash.add(Hash.add(Hash.START, bytes("ab")), bytes("c")))
        .isNotEqualTo(Hash.add(Hash.START, bytes("abc")));
    assertThat(Hash.add(Hash.START, bytes("xaby"), 1, 3)).isEqualTo(hash("ab"));
  }

  private static long hash(int value) {
    return hash(Integer.toString(value));
  }

  private static long hash(String value) {
    return Hash.add(Hash.START, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
