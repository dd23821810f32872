package io.tributary.model.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant who wrote another. */
public final class Nearest {
  private static final int LONGEST = 60;
  private static final int LEAST_OF_A_WORD = 3;

  private Nearest() {}

  /** The word of {@code words} that is a slip of the hand away from {@code written}. */
  public static Optional<String> to(String written, Collection<String> words) {
    String slip = normal(written);
    if (slip.length() > LONGEST || slip.isEmpty()) {
      return Optional.empty();
    }
    int most = Math.max(1, slip.length() / 3);
    return words.stream()
        .filter(word -> distance(slip, normal(word)) <= most || isShort(slip, normal(word)))
        .min(Comparator.comparingInt(word -> distance(slip, normal(word))));
  }

  private static String normal(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isShort(String written, String word) {
    return written.length() >= LEAST_OF_A_WORD && word.startsWith(written);
  }

  /** Letters to insert, delete, replace, or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = steps[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        steps[i][j] = swapped ? Math.min(least, 1 + steps[i - 2][j - 2]) : least;
      }
    }
    return steps[a.length()][b.length()];
  }
}
