package io.tributary.runtime.registry;

/** A registry did not do what it was asked to. The message says why, in one sentence. */
public class RegistryException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean passing;

  RegistryException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  RegistryException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the registry is away, so that another try may work. */
  public boolean isPassing() {
    return passing;
  }
}
