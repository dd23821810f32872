package io.tributary.producer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces secrets in foreign texts, since a source may repeat what it was sent: as they are, in
 * base64, percent-encoded, or escaped as JSON does it. Thread-safe.
 */
public final class Redaction {
  private static final String INSTEAD = "…";

  /** Shorter texts are in any message by chance. */
  private static final int SHORTEST = 4;

  /** What is shorter, or a word, may be in data by chance, which must not change. */
  private static final int SHORTEST_IN_DATA = 8;

  private static final int SURELY_SECRET = 20;

  private record Forms(List<String> inTexts, List<byte[]> inData) {}

  /** Tokens are renewed; the ones before may still be in an answer. */
  private static final int MOST_TOKENS = 16;

  private final Set<String> secrets = new TreeSet<>();
  private final Deque<String> tokens = new ArrayDeque<>();
  private volatile Forms forms = new Forms(List.of(), List.of());

  /** From now on, {@code secret} is replaced too. */
  public synchronized void add(String secret) {
    if (secret.length() >= SHORTEST && secrets.add(secret)) {
      prepare();
    }
  }

  /** From now on, {@code token} is replaced too, until many others have come. */
  public synchronized void addToken(String token) {
    if (token.length() >= SHORTEST && !tokens.contains(token)) {
      tokens.addLast(token);
      if (tokens.size() > MOST_TOKENS) {
        tokens.removeFirst();
      }
      prepare();
    }
  }

  private void prepare() {
    Set<String> all = new LinkedHashSet<>();
    Set<String> unmistakable = new LinkedHashSet<>();
    List<String> known = new ArrayList<>(secrets);
    known.addAll(tokens);
    for (String one : known) {
      all.addAll(formsOf(one));
      if (isUnmistakable(one)) {
        unmistakable.addAll(formsOf(one));
      }
    }
    forms =
        new Forms(
            longestFirst(all),
            longestFirst(unmistakable).stream().map(f -> f.getBytes(UTF_8)).toList());
  }

  /** The text without secrets. */
  public String hide(String text) {
    String shown = text;
    for (String form : forms.inTexts()) {
      shown = shown.replace(form, INSTEAD);
    }
    return shown;
  }

  /** The bytes without secrets; the same array when there are none. */
  public byte[] hide(byte[] data) {
    List<byte[]> wanted = forms.inData();
    if (wanted.isEmpty()) {
      return data;
    }
    boolean[] begins = new boolean[1 << 16];
    wanted.forEach(form -> begins[pair(form, 0)] = true);
    ByteArrayOutputStream out = null;
    int copied = 0;
    for (int i = 0; i + 1 < data.length; i++) {
      if (begins[pair(data, i)]) {
        int length = matchAt(data, i, wanted);
        if (length > 0) {
          out = out == null ? new ByteArrayOutputStream(data.length) : out;
          out.write(data, copied, i - copied);
          out.writeBytes(INSTEAD.getBytes(UTF_8));
          i += length - 1;
          copied = i + 1;
        }
      }
    }
    if (out == null) {
      return data;
    }
    out.write(data, copied, data.length - copied);
    return out.toByteArray();
  }

  private static int pair(byte[] data, int at) {
    return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
  }

  private static int matchAt(byte[] data, int at, List<byte[]> wanted) {
    for (byte[] form : wanted) {
      if (at + form.length <= data.length
          && Arrays.equals(data, at, at + form.length, form, 0, form.length)) {
        return form.length;
      }
    }
    return 0;
  }

  private static boolean isUnmistakable(String secret) {
    boolean hasDigit = secret.chars().anyMatch(Character::isDigit);
    boolean hasLetter = secret.chars().anyMatch(Character::isLetter);
    return secret.length() >= SURELY_SECRET
        || (secret.length() >= SHORTEST_IN_DATA && hasDigit && hasLetter);
  }

  private static Set<String> formsOf(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    String encoded = URLEncoder.encode(secret, UTF_8);
    String percent = encoded.replace("+", "%20");
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(Base64.getEncoder().encodeToString(bytes));
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    forms.add(encoded);
    forms.add(percent);
    forms.add(lowerCaseHex(percent));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
    return forms;
  }

  private static String lowerCaseHex(String percentEncoded) {
    StringBuilder lower = new StringBuilder(percentEncoded);
    for (int i = 0; i + 2 < lower.length(); i++) {
      if (lower.charAt(i) == '%') {
        lower.replace(i + 1, i + 3, lower.substring(i + 1, i + 3).toLowerCase(Locale.ROOT));
      }
    }
    return lower.toString();
  }

  private static List<String> longestFirst(Set<String> forms) {
    List<String> sorted = new ArrayList<>(forms);
    sorted.sort(Comparator.comparingInt(String::length).reversed());
    return sorted;
  }
}
