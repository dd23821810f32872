package io.tributary.consumer.cassandra;

/** What an exception says, short enough for a line of the log. */
public final class FirstLine {
  private static final int MAX_LENGTH = 200;

  private FirstLine() {}

  public static String of(Throwable failure) {
    return failure.getClass().getSimpleName()
        + ": "
        + of(String.valueOf(failure.getMessage()), MAX_LENGTH);
  }

  /** Of a text, with a mark where it goes on behind {@code longest} characters. */
  public static String of(String text, int longest) {
    String first = text.lines().findFirst().orElse("");
    return first.length() > longest ? first.substring(0, longest) + "…" : first;
  }
}
