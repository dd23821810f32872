package io.tributary.consumer.cassandra;

/** What an exception says, short enough for a line of the log. */
public final class FirstLine {
  private static final int MAX_LENGTH = 200;

  private FirstLine() {}

  public static String of(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    String first = message.lines().findFirst().orElse("");
    String shortened = first.length() > MAX_LENGTH ? first.substring(0, MAX_LENGTH) + "…" : first;
    return failure.getClass().getSimpleName() + ": " + shortened;
  }
}
