package io.tributary.consumer.fence;

import java.io.IOException;

/** A fence is needed and cannot hold; the message says what to change. */
public final class FenceImpossibleException extends IOException {
  FenceImpossibleException(String why) {
    super(
        why
            + ", or set COMMIT_LOG_FENCE=off to continue and lose the last records whenever Cassandra is killed");
  }
}
