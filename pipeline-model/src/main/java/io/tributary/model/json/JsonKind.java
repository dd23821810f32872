package io.tributary.model.json;

/** What a value is. */
public enum JsonKind {
  /** There is none. */
  ABSENT,
  NULL,
  TRUE,
  FALSE,
  NUMBER,
  STRING,
  OBJECT,
  ARRAY;

  /** The kind in a message. */
  public String inWords() {
    return switch (this) {
      case ABSENT -> "nothing";
      case NULL -> "null";
      case TRUE -> "true";
      case FALSE -> "false";
      case NUMBER -> "a number";
      case STRING -> "a text";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
    };
  }
}
