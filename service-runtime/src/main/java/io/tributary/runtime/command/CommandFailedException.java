package io.tributary.runtime.command;

/**
 * A command that could not do what it was asked to: exit code 1. The message says why, and what to
 * do, in one sentence.
 */
public final class CommandFailedException extends Exception {
  public CommandFailedException(String message) {
    super(message);
  }

  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
