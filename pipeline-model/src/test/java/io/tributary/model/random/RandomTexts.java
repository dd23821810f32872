package io.tributary.model.random;

import java.util.Locale;
import java.util.Random;

/** Random texts, and random ways to write them in JSON. */
public final class RandomTexts {
  private static final String[] ALPHABETS = {
    "abcXYZ 019.-_@/",
    "äéßÅñ",
    "жизнь",
    "فارسی",
    "漢字",
    "e\u0301\u00c5\u212b",
    "😀𝒳",
    "\"\\/\n\t\b\f\r\u0000\u001f",
    "\u00a0\u2003\ufeff"
  };

  private final Random random;

  public RandomTexts(Random random) {
    this.random = random;
  }

  /** A text of up to {@code most} code points of some alphabets. */
  public String text(int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(most + 1);
    int[] alphabet =
        ALPHABETS[random.nextInt(3) == 0 ? random.nextInt(ALPHABETS.length) : 0]
            .codePoints()
            .toArray();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      if (random.nextInt(20) == 0) {
        alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)].codePoints().toArray();
      }
    }
    return text.toString();
  }

  /** The text as a JSON string, with more escapes than it needs now and then. */
  public String json(String text) {
    boolean many = random.nextInt(10) == 0;
    StringBuilder json = new StringBuilder("\"");
    for (int c : text.codePoints().toArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').appendCodePoint(c);
      } else if (c == '/' && random.nextInt(5) == 0) {
        json.append("\\/");
      } else if (c == '\n' && random.nextBoolean()) {
        json.append("\\n");
      } else if (c < ' ' || (many && random.nextInt(3) == 0)) {
        for (char unit : Character.toChars(c)) {
          json.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      } else {
        json.appendCodePoint(c);
      }
    }
    return json.append('"').toString();
  }

  /** Some white space of JSON, mostly none. */
  public String space() {
    return random.nextInt(20) == 0 ? " \t\r\n".substring(random.nextInt(4)) : "";
  }
}
