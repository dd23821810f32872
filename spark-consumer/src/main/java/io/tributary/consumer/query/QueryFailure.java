package io.tributary.consumer.query;

import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.FirstLine;
import io.tributary.consumer.checkpoint.CheckpointFailedException;
import io.tributary.consumer.fence.FenceBrokenException;
import io.tributary.consumer.fence.FenceImpossibleException;
import io.tributary.consumer.sink.PartitionsChangedException;
import io.tributary.consumer.source.UnreadableRecordsException;
import org.jspecify.annotations.Nullable;

/** Finds in what Spark says about a dead query the sentence that says why. */
final class QueryFailure {
  private static final int MAX_LENGTH = 400;

  private QueryFailure() {}

  /** Whether its message is written by this project and says what is wrong. */
  private static boolean isOurs(Throwable failure) {
    return failure instanceof FatalWriteException
        || failure instanceof CheckpointFailedException
        || failure instanceof FenceBrokenException
        || failure instanceof FenceImpossibleException
        || failure instanceof PartitionsChangedException
        || failure instanceof UnreadableRecordsException;
  }

  static String sentence(Throwable failure) {
    Throwable root = failure;
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
      if (isOurs(cause)) {
        break;
      }
    }
    String shortened = FirstLine.of(String.valueOf(root.getMessage()).strip(), MAX_LENGTH);
    return isOurs(root) ? shortened : root.getClass().getSimpleName() + ": " + shortened;
  }
}
