package io.tributary.simulator.content;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Locale;

/**
 * A name, ready to be copied into JSON between quotes.
 *
 * @param json as it is
 * @param lower in small letters, as version 1.2 has it
 * @param mail in small Latin letters
 * @param rawMail in small letters of its own script without spaces, for the e-mails of version 1.2
 */
@SuppressWarnings("ArrayRecordComponent") // shared and never changed, compared by nobody
public record Word(byte[] json, byte[] lower, byte[] mail, byte[] rawMail) {
  static Word of(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return new Word(
        quoted(text),
        quoted(small),
        quoted(Ascii.letters(text)),
        quoted(small.replaceAll("[^\\p{L}\\p{M}]", "")));
  }

  /** The text as it stands between the quotes of a JSON string. */
  public static byte[] quoted(String text) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(text);
  }
}
