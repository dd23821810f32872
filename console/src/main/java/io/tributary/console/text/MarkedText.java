package io.tributary.console.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import io.tributary.verifier.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bytes of a value as text, exactly as they are, with the members at fault marked.
 *
 * @param parts one after the other
 * @param left bytes that are not shown, because there are so many
 */
public record MarkedText(List<Part> parts, int left) {
  /** Bytes that are shown at most. */
  static final int MOST_BYTES = 64 << 10;

  private static final JsonFactory JSON = new JsonFactory();

  public MarkedText {
    parts = List.copyOf(parts);
  }

  /** A part of the text. */
  public record Part(String text, boolean marked) {}

  /**
   * @param start of the first byte
   * @param stop after the last one
   */
  private record Span(int start, int stop) {}

  /** Without any mark. */
  public static MarkedText of(byte[] value) {
    return of(value, List.of());
  }

  /**
   * With marks where the value has these members, if it is JSON.
   *
   * @param places of the members
   */
  public static MarkedText of(byte[] value, Collection<JsonPointer> places) {
    int shown = cut(value);
    List<Part> parts = new ArrayList<>();
    if (!isText(value, 0, shown)) {
      return new MarkedText(List.of(new Part(Printable.of(value), false)), 0);
    }
    int at = 0;
    for (Span span : spans(value, places)) {
      if (span.start() >= at && span.stop() <= shown) {
        add(parts, value, at, span.start(), false);
        add(parts, value, span.start(), span.stop(), true);
        at = span.stop();
      }
    }
    add(parts, value, at, shown, false);
    return new MarkedText(parts, value.length - shown);
  }

  /** All of the text, without its marks. */
  public String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining());
  }

  /** Not in the middle of a character. */
  private static int cut(byte[] value) {
    int shown = Math.min(value.length, MOST_BYTES);
    while (shown < value.length && shown > 0 && (value[shown] & 0xC0) == 0x80) {
      shown--;
    }
    return shown;
  }

  private static boolean isText(byte[] value, int start, int stop) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value, start, stop - start));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }

  private static void add(List<Part> parts, byte[] value, int start, int stop, boolean marked) {
    if (stop > start) {
      String text = new String(value, start, stop - start, StandardCharsets.UTF_8);
      parts.add(
          new Part(text.lines().map(Printable::escaped).collect(Collectors.joining("\n")), marked));
    }
  }

  private static List<Span> spans(byte[] value, Collection<JsonPointer> places) {
    Set<JsonPointer> wanted = Set.copyOf(places);
    List<Span> spans = new ArrayList<>();
    if (wanted.isEmpty()) {
      return spans;
    }
    try (JsonParser json = JSON.createParser(value)) {
      int start = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          start = offset(json.currentTokenLocation().getByteOffset());
        } else if (!token.isStructEnd()
            && wanted.contains(json.getParsingContext().pathAsPointer())) {
          boolean member = json.getParsingContext().getParent() != null && isMember(json, token);
          int from = member ? start : offset(json.currentTokenLocation().getByteOffset());
          if (token.isStructStart()) {
            json.skipChildren();
          } else {
            json.finishToken();
          }
          spans.add(new Span(from, offset(json.currentLocation().getByteOffset())));
        }
      }
    } catch (IOException malformed) {
      // what was found before is marked
    }
    spans.sort(Comparator.comparingInt(Span::start));
    return spans;
  }

  /** Whether the value has a name; within {@code [} it has none. */
  private static boolean isMember(JsonParser json, JsonToken token) {
    return token.isStructStart()
        ? json.getParsingContext().getParent().inObject()
        : json.getParsingContext().inObject();
  }

  private static int offset(long bytes) {
    return Math.toIntExact(bytes);
  }
}
