package io.tributary.model.definition;

import java.util.Locale;

/** Which changes of an event's schema the registry accepts. The names are the registry's own. */
public enum Compatibility {
  /** Any. */
  NONE,
  /** A reader with the new schema can read what was written with the last one. */
  BACKWARD,
  /** The same, for all schemas before. */
  BACKWARD_TRANSITIVE,
  /** A reader with the last schema can read what is written with the new one. */
  FORWARD,
  /** The same, for all schemas before. */
  FORWARD_TRANSITIVE,
  /** Both. */
  FULL,
  /** Both, for all schemas before. */
  FULL_TRANSITIVE;

  /** The word in a definition. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the new schema has to read what was written by older ones. */
  public boolean isBackward() {
    return this == BACKWARD || this == BACKWARD_TRANSITIVE || isFull();
  }

  /** Whether older schemas have to read what is written by the new one. */
  public boolean isForward() {
    return this == FORWARD || this == FORWARD_TRANSITIVE || isFull();
  }

  private boolean isFull() {
    return this == FULL || this == FULL_TRANSITIVE;
  }

  /** Whether it is about all schemas before, and not the last one alone. */
  public boolean isTransitive() {
    return this == BACKWARD_TRANSITIVE || this == FORWARD_TRANSITIVE || this == FULL_TRANSITIVE;
  }
}
