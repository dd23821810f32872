package io.tributary.model.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody meant who wrote another. */
final class Nearest {
  private static final int LONGEST = 60;

  private Nearest() {}

  /** The word of {@code words} that is a slip of the hand away from {@code written}. */
  static Optional<String> to(String written, Collection<String> words) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, written.length() / 3);
    return words.stream()
        .filter(word -> distance(normal(written), normal(word)) <= most)
        .min(Comparator.comparingInt(word -> distance(normal(written), normal(word))));
  }

  private static String normal(String word) {
    return word.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Letters to insert, delete or replace (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
