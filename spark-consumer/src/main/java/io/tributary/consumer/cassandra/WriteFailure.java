package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import io.tributary.runtime.cassandra.AccessFailure;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What a failed request means for the next try. */
public enum WriteFailure {
  /**
   * Cassandra is away, slow or overloaded, or does not let the user write as long as nobody changes
   * that: the same request works later.
   */
  RETRIABLE,
  /** Cassandra will refuse the same request for ever. */
  FATAL;

  public static WriteFailure of(Throwable failure) {
    Throwable cause = cause(failure);
    if (AccessFailure.of(cause).isPresent()) {
      // nothing is wrong with the rows, which are kept until the user is let in again
      return RETRIABLE;
    }
    if (cause instanceof QueryValidationException) {
      return FATAL;
    }
    if (cause instanceof AllNodesFailedException everywhere) {
      return lasting(everywhere) ? FATAL : RETRIABLE;
    }
    // Any other exception is a bug of this project, which a retry would hide.
    return cause instanceof DriverException ? RETRIABLE : FATAL;
  }

  /** Whether Cassandra, or too much of it, is away or busy. */
  public static boolean isAway(DriverException failure) {
    return of(failure) == RETRIABLE && !isInsideANode(failure);
  }

  /**
   * Whether a node answers and fails at the request: it may do so with each try, although it does
   * not refuse.
   */
  public static boolean isInsideANode(DriverException failure) {
    return failure instanceof AllNodesFailedException everywhere
        ? reasons(everywhere).stream().anyMatch(WriteFailure::isInside)
        : isInside(failure);
  }

  private static boolean isInside(Throwable failure) {
    return failure instanceof ReadFailureException || failure instanceof ServerError;
  }

  /**
   * Whether a request may be refused for one of its rows, or be too large as a whole although each
   * of them is not.
   */
  static boolean mayBeOneRow(Throwable failure) {
    return cause(failure) instanceof InvalidQueryException || RowRefusal.of(failure).isPresent();
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static boolean lasting(AllNodesFailedException everywhere) {
    List<Throwable> reasons = reasons(everywhere);
    return !reasons.isEmpty()
        && reasons.stream().allMatch(QueryValidationException.class::isInstance);
  }

  private static List<Throwable> reasons(AllNodesFailedException everywhere) {
    return everywhere.getAllErrors().values().stream().flatMap(List::stream).toList();
  }
}
