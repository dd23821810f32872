package io.tributary.runtime.cassandra;

import io.tributary.runtime.command.UsageException;

/**
 * Cassandra rejected the user or the password, or does not agree on a TLS connection: wrong
 * configuration, unless it was right before.
 */
public final class ConnectionRejectedException extends UsageException {
  private static final long serialVersionUID = 1;

  ConnectionRejectedException(String message) {
    super(message);
  }

  ConnectionRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
