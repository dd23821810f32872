package io.tributary.consumer.query;

import io.tributary.consumer.cassandra.CannotWriteException;
import org.jspecify.annotations.Nullable;

/** Finds in what Spark says about a dead query the sentence that says why. */
final class QueryFailure {
  private static final int MAX_LENGTH = 400;

  private QueryFailure() {}

  static String sentence(Throwable failure) {
    Throwable root = failure;
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
      if (cause instanceof CannotWriteException) {
        break;
      }
    }
    String message = String.valueOf(root.getMessage()).strip();
    String first = message.lines().findFirst().orElse("");
    String shortened = first.length() > MAX_LENGTH ? first.substring(0, MAX_LENGTH) + "…" : first;
    return root instanceof CannotWriteException
        ? shortened
        : root.getClass().getSimpleName() + ": " + shortened;
  }
}
