package io.tributary.runtime.command;

/**
 * A command called with what it cannot use: exit code 2. The message says what, and the remedy, in
 * one sentence.
 */
public class UsageException extends Exception {
  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
