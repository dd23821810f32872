package io.tributary.runtime.cassandra;

import io.tributary.runtime.command.UsageException;

/** Cassandra rejected the user or the password: wrong configuration, unless it was right before. */
public final class LoginRejectedException extends UsageException {
  private static final long serialVersionUID = 1;

  LoginRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
