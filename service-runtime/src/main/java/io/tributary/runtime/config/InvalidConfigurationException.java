package io.tributary.runtime.config;

import java.util.List;

/** A configuration that cannot be used, with all its problems. */
public final class InvalidConfigurationException extends Exception {
  private final transient List<String> problems;

  public InvalidConfigurationException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, at least one. */
  public List<String> problems() {
    return problems;
  }
}
