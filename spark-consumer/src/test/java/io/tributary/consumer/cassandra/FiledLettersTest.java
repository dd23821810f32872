package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.consumer.cassandra.FiledLetters.Filed;
import io.tributary.consumer.cassandra.FiledLetters.Range;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiledLettersTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private final List<Range> asked = new ArrayList<>();
  private final FiledLetters letters =
      new FiledLetters(
          range -> {
            asked.add(range);
            BitSet future = new BitSet();
            future.set((int) (range.first() / 1_000));
            return new Filed(future, new BitSet());
          });

  @Test
  void of_asksNothing_beforeARecordIsRead() {
    assertThat(asked).isEmpty();
  }

  @Test
  void of_asksOnce_aboutEachRange() throws Exception {
    assertThat(letters.of(new Range(0, 5_000, DAY)).future().get(5)).isTrue();
    assertThat(letters.of(new Range(0, 5_000, DAY)).future().get(5)).isTrue();
    assertThat(letters.of(new Range(0, 6_000, DAY)).future().get(5)).isFalse();
    assertThat(letters.of(new Range(1, 5_000, DAY)).future().get(5)).isTrue();
    assertThat(letters.of(new Range(0, 5_000, DAY.plusDays(1))).future().get(5)).isTrue();

    assertThat(asked)
        .containsExactly(
            new Range(0, 5_000, DAY),
            new Range(0, 6_000, DAY),
            new Range(1, 5_000, DAY),
            new Range(0, 5_000, DAY.plusDays(1)));
  }

  @Test
  void of_keepsTheNewestAnswersOnly_whenThereAreMany() throws Exception {
    for (long first = 0; first < 10_000_000; first += 1_000) {
      letters.of(new Range(0, first, DAY));
      letters.of(new Range(1, 0, DAY));
    }

    assertThat(letters.answersKept()).isEqualTo(FiledLetters.MOST_ANSWERS);
    assertThat(asked).as("one for a thousand records, and the one in use").hasSize(10_001);
  }

  @Test
  void of_asksAgain_whenThereWasNoAnswer() throws Exception {
    List<String> answers = new ArrayList<>(List.of("refused", "given"));
    FiledLetters failing =
        new FiledLetters(
            range -> {
              if (answers.remove(0).equals("refused")) {
                throw new FatalWriteException(new IllegalStateException("unknown table"));
              }
              return new Filed(new BitSet(), new BitSet());
            });

    assertThatThrownBy(() -> failing.of(new Range(0, 0, DAY)))
        .isInstanceOf(FatalWriteException.class);
    assertThat(failing.of(new Range(0, 0, DAY)).future().isEmpty()).isTrue();
  }
}
