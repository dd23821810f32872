package io.tributary.model.definition;

import io.tributary.model.text.HtmlEntities;
import io.tributary.model.text.WhiteSpace;
import java.text.Normalizer;
import java.util.Locale;

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
  /** Entities of HTML become the characters that they stand for. */
  HTML_ENTITIES("html-entities"),
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

  /**
   * The cleaned text, which is {@code text} itself where there is nothing to do. An empty text
   * stays one: that it is no value, {@link #EMPTY_TO_NULL} only says.
   */
  public String apply(String text) {
    return switch (this) {
      case TRIM -> WhiteSpace.trim(text);
      case COLLAPSE -> WhiteSpace.collapse(text);
      case NFC -> isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
      case LOWER_CASE -> text.toLowerCase(Locale.ROOT);
      case HTML_ENTITIES -> HtmlEntities.decode(text);
      case EMPTY_TO_NULL -> text;
    };
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
