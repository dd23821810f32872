package io.tributary.model.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/**
 * Broken input made of sound input: bytes changed, cut out, doubled, or words put in. Where a test
 * fails, jqwik looks for fewer changes that make it fail as well.
 */
public final class Mutated {
  private static final int MOST_CHANGES = 5;

  private enum Kind {
    CUT,
    DOUBLE,
    END,
    BYTE,
    INSERT,
    REPLACE
  }

  /**
   * @param at place of the change, beyond the end counted from the beginning again
   */
  private record Change(Kind kind, int at, int length, String word, int value) {
    byte[] in(byte[] bytes) {
      int from = at % (bytes.length + 1);
      int to = Math.min(bytes.length, from + length);
      return switch (kind) {
        case CUT -> replaced(bytes, from, to, new byte[0]);
        case DOUBLE -> replaced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
        case END -> Arrays.copyOf(bytes, from);
        case BYTE -> replaced(bytes, from, to, new byte[] {(byte) value});
        case INSERT -> replaced(bytes, from, from, word.getBytes(UTF_8));
        case REPLACE -> replaced(bytes, from, to, word.getBytes(UTF_8));
      };
    }

    private static byte[] replaced(byte[] in, int from, int to, byte[] by) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(in, 0, from);
      out.write(by, 0, by.length);
      out.write(in, to, in.length - to);
      return out.toByteArray();
    }
  }

  private Mutated() {}

  /**
   * One of {@code sound} with one to five changes; rarely a word alone.
   *
   * @param words what is put in now and then: what the grammar knows
   */
  public static Arbitrary<byte[]> of(Arbitrary<byte[]> sound, List<String> words) {
    Arbitrary<byte[]> changed =
        Combinators.combine(sound, change(words).list().ofMinSize(1).ofMaxSize(MOST_CHANGES))
            .as(
                (bytes, changes) -> {
                  byte[] mutated = bytes;
                  for (Change change : changes) {
                    mutated = change.in(mutated);
                  }
                  return mutated;
                });
    Arbitrary<byte[]> word = Arbitraries.of(words).map(text -> text.getBytes(UTF_8));
    return Arbitraries.frequencyOf(Tuple.of(99, changed), Tuple.of(1, word)).withoutEdgeCases();
  }

  /** One of these. */
  public static Arbitrary<byte[]> of(List<byte[]> sound, List<String> words) {
    return of(Arbitraries.of(sound), words);
  }

  private static Arbitrary<Change> change(List<String> words) {
    Arbitrary<Kind> kind =
        Arbitraries.frequency(
            Tuple.of(10, Kind.CUT),
            Tuple.of(10, Kind.DOUBLE),
            Tuple.of(1, Kind.END),
            Tuple.of(10, Kind.BYTE),
            Tuple.of(10, Kind.INSERT),
            Tuple.of(20, Kind.REPLACE));
    Arbitrary<Integer> length =
        Arbitraries.frequencyOf(Tuple.of(9, upTo(4)), Tuple.of(1, upTo(200)));
    return Combinators.combine(kind, upTo(1 << 20), length, Arbitraries.of(words), upTo(256))
        .as(Change::new);
  }

  private static IntegerArbitrary upTo(int most) {
    return Arbitraries.integers().between(1, most).withDistribution(RandomDistribution.uniform());
  }
}
