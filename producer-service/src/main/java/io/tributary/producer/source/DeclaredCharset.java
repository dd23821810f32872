package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.text.Utf8;
import io.tributary.producer.source.SourceFault.Kind;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows the charset that a {@code Content-Type} declares: JSON itself is always in UTF-8. */
final class DeclaredCharset {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?'?([^\\s;\"']+)", Pattern.CASE_INSENSITIVE);

  private DeclaredCharset() {}

  /**
   * The body in UTF-8. Many servers declare a charset that they do not use: bytes that are UTF-8,
   * and more than ASCII, are taken as they are.
   *
   * @throws SourceFault when the charset is not known, and the bytes are not UTF-8
   */
  static byte[] toUtf8(byte[] body, Optional<String> contentType) throws SourceFault {
    Optional<String> name = contentType.flatMap(DeclaredCharset::of);
    if (name.isEmpty() || name.get().equalsIgnoreCase(UTF_8.name())) {
      return body;
    }
    boolean isWide = name.get().toLowerCase(Locale.ROOT).matches("utf-?(16|32).*");
    if (!isWide && !isAscii(body) && Utf8.isValid(body, 0, body.length)) {
      return body;
    }
    try {
      return new String(body, Charset.forName(name.get())).getBytes(UTF_8);
    } catch (IllegalArgumentException unknown) {
      if (Utf8.isValid(body, 0, body.length)) {
        return body;
      }
      throw new SourceFault(
          Kind.UNREADABLE,
          "answered in the charset '%s', which is not known here"
              .formatted(SourceClient.quoted(name.get())),
          "the source should send UTF-8, as JSON demands");
    }
  }

  private static Optional<String> of(String contentType) {
    Matcher charset = CHARSET.matcher(contentType);
    return charset.find() ? Optional.of(charset.group(1)) : Optional.empty();
  }

  private static boolean isAscii(byte[] body) {
    int bits = 0;
    for (byte b : body) {
      bits |= b;
    }
    return bits >= 0;
  }
}
