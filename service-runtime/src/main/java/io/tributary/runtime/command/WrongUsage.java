package io.tributary.runtime.command;

/**
 * A command called with what it cannot use: exit code 2. The message says what, and the remedy, in
 * one sentence.
 */
public class WrongUsage extends Exception {
  public WrongUsage(String message) {
    super(message);
  }

  public WrongUsage(String message, Throwable cause) {
    super(message, cause);
  }
}
