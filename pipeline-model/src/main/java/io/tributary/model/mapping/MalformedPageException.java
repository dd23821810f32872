package io.tributary.model.mapping;

/**
 * An answer of the source that is not JSON, is cut off, or has no array of records where the
 * definition says.
 */
public final class MalformedPageException extends Exception {
  private final boolean otherShape;

  /** An answer that is empty, cut off or damaged: another may be better. */
  public MalformedPageException(String message) {
    this(message, false);
  }

  private MalformedPageException(String message, boolean otherShape) {
    super(message);
    this.otherShape = otherShape;
  }

  /** An answer that is whole, but not what the definition expects. */
  static MalformedPageException otherShape(String message) {
    return new MalformedPageException(message, true);
  }

  /**
   * Whether the answer is whole, but not what the definition expects: the next will be the same.
   */
  public boolean isOtherShape() {
    return otherShape;
  }
}
