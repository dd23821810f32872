package io.tributary.consumer.cassandra;

import java.io.IOException;

/** Cassandra refuses what the consumer writes, and no retry heals it. */
public final class CannotWriteException extends IOException {
  public CannotWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
