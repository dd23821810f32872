package io.tributary.simulator.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiTest {
  @ParameterizedTest
  @CsvSource({
    "José, jose",
    "Großmann, grossmann",
    "Frøya, froya",
    "Çınar, cinar",
    "van der Berg-O'Neil, vanderbergoneil",
    "Ђорђевић, djordjevic",
    "Євген, ievgen",
    "مهرسا, mhrsa",
    "李, nobody"
  })
  void letters_areSmallAndLatin(String name, String letters) {
    assertThat(Ascii.letters(name)).isEqualTo(letters);
  }
}
