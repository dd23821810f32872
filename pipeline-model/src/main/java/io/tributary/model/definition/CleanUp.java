package io.tributary.model.definition;

/** What is done to a text before it is checked. */
public enum CleanUp {
  /** White space (Unicode) at both ends goes. */
  TRIM("trim"),
  /** Each run of white space becomes one space. */
  COLLAPSE("collapse"),
  /** Unicode normal form C. */
  NFC("nfc"),
  /** Lower case, independent of the machine's locale. */
  LOWER_CASE("lower-case"),
  /** An empty text becomes no value. */
  EMPTY_TO_NULL("empty-to-null");

  private final String word;

  CleanUp(String word) {
    this.word = word;
  }

  /** The clean-up's name in a definition. */
  public String word() {
    return word;
  }
}
