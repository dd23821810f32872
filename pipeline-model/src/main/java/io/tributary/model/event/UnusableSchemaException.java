package io.tributary.model.event;

/** A schema that events cannot be read by. */
public final class UnusableSchemaException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableSchemaException(String what) {
    super(what);
  }
}
