package io.tributary.model.text;

import java.util.regex.Pattern;

/**
 * Matches a pattern against a text from outside without ever stalling: a match that looks at more
 * than {@value #MOST_STEPS} characters, as a careless pattern can on a text made for it, counts as
 * none.
 */
public final class BoundedMatch {
  private static final int MOST_STEPS = 2_000_000;

  private BoundedMatch() {}

  /** Whether {@code pattern} matches the whole text, as far as can be told in bounded time. */
  public static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(new Counted(text, new int[] {MOST_STEPS})).matches();
    } catch (TooManySteps | StackOverflowError undecided) {
      return false;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // the budget that all views of the text share
  private record Counted(String text, int[] left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end), left);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    TooManySteps() {
      super(null, null, false, false);
    }
  }
}
