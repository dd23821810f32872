package io.tributary.model.mapping;

import java.util.Optional;

/**
 * An answer of the source that is not JSON, is cut off, or has no array of records where the
 * definition says.
 */
public final class MalformedPageException extends Exception {
  private final boolean otherShape;
  private final transient Optional<PageSigns> withoutList;
  private final boolean nullForList;

  /** An answer that is empty, cut off or damaged: another may be better. */
  public MalformedPageException(String message) {
    this(message, false, Optional.empty(), false);
  }

  private MalformedPageException(
      String message, boolean otherShape, Optional<PageSigns> withoutList, boolean nullForList) {
    super(message);
    this.otherShape = otherShape;
    this.withoutList = withoutList;
    this.nullForList = nullForList;
  }

  /** An answer that is whole, but not what the definition expects. */
  static MalformedPageException otherShape(String message) {
    return new MalformedPageException(message, true, Optional.empty(), false);
  }

  /**
   * An answer that is whole, but has nothing, or null, where its list of records should be.
   *
   * @param signs what it says about the pages after it
   * @param isNull whether it has {@code null} there
   */
  public static MalformedPageException withoutList(
      String message, PageSigns signs, boolean isNull) {
    return new MalformedPageException(message, true, Optional.of(signs), isNull);
  }

  /**
   * Whether the answer is whole, but not what the definition expects: the next will be the same.
   */
  public boolean isOtherShape() {
    return otherShape;
  }

  /**
   * What the answer says about the pages after it, when it is whole and merely has no list of
   * records: many sources say in this way that there are no more. None when it is anything else, or
   * has a member that sounds like an error.
   */
  public Optional<PageSigns> signsWithoutList() {
    return withoutList;
  }

  /**
   * Whether the answer is merely without a list, and has {@code null} in its place: then the
   * definition is right about that place.
   */
  public boolean hasNullForList() {
    return nullForList;
  }
}
