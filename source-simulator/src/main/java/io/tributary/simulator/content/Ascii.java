package io.tributary.simulator.content;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of any script as the small Latin letters that e-mail addresses are made of. */
final class Ascii {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Map<Integer, String> LETTERS = letters();

  private Ascii() {}

  static String letters(String name) {
    String bare = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
    StringBuilder letters = new StringBuilder();
    bare.toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(
            letter -> {
              if (letter >= 'a' && letter <= 'z') {
                letters.appendCodePoint(letter);
              } else {
                letters.append(LETTERS.getOrDefault(letter, ""));
              }
            });
    return letters.isEmpty() ? "nobody" : letters.toString();
  }

  private static Map<Integer, String> letters() {
    Map<Integer, String> letters = new HashMap<>();
    add(letters, "ßøæœđłıþð", "ss o ae oe dj l i th d");
    add(
        letters,
        "абвгґдђежзијклљмнњопрстћуфхцчџш",
        "a b v g g d dj e zh z i j k l lj m n nj o p r s t c u f h c ch dz sh");
    add(letters, "єщюяіьыэ", "ie shch iu ia i _ y e");
    add(
        letters,
        "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
        "a b p t s j ch h kh d z r z zh s sh s z t z a gh f gh k g l m n v h y");
    return Map.copyOf(letters);
  }

  private static void add(Map<Integer, String> letters, String foreign, String latin) {
    String[] latins = latin.split(" ", -1);
    int[] foreigns = foreign.codePoints().toArray();
    for (int i = 0; i < foreigns.length; i++) {
      letters.put(foreigns[i], latins[i].equals("_") ? "" : latins[i]);
    }
  }
}
