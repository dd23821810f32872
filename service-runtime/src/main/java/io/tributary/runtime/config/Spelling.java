package io.tributary.runtime.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who misspelt a name. */
final class Spelling {
  private Spelling() {}

  /**
   * The known name that {@code written} is a slip or two away from: a letter too many, missing,
   * wrong or swapped with its neighbour. Case does not matter.
   */
  static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        .filter(name -> slips(written, name) <= allowed(name))
        .min(Comparator.comparingInt(name -> slips(written, name)));
  }

  // two slips turn any short name into another one: PORT into HOST, PATH into PORT
  private static int allowed(String name) {
    return name.length() >= 10 ? 2 : name.length() >= 4 ? 1 : 0;
  }

  private static int slips(String written, String name) {
    return distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }

  /** Damerau's edit distance, in its form for neighbours ("optimal string alignment"). */
  static int distance(String from, String to) {
    int[][] best = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        best[i][j] = i == 0 ? j : j == 0 ? i : cheapest(best, from, to, i, j);
      }
    }
    return best[from.length()][to.length()];
  }

  private static int cheapest(int[][] best, String from, String to, int i, int j) {
    int different = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int cost =
        Math.min(best[i - 1][j - 1] + different, Math.min(best[i - 1][j], best[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(cost, best[i - 2][j - 2] + 1) : cost;
  }
}
