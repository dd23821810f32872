package io.tributary.model.mapping;

/**
 * An answer of the source that is not JSON, is cut off, or has no array of records where the
 * definition says.
 */
public final class MalformedPageException extends Exception {
  public MalformedPageException(String message) {
    super(message);
  }
}
