package io.tributary.model.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.json.Place;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a source record without white space and without the members that must not leave the
 * process. For one thread.
 */
final class HiddenMembers {
  private static final byte[] NOTHING = new byte[0];

  private final Place root = new Place();
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final JsonSink out = new JsonSink(4_096);
  private byte[] in = NOTHING;
  private byte[] name = NOTHING;

  HiddenMembers(List<JsonPointer> hidden) {
    hidden.forEach(pointer -> root.add(pointer, 0));
  }

  /** The record that stands between {@code start} and {@code stop}, in as far as it may be seen. */
  byte[] without(byte[] page, int start, int stop) {
    in = page;
    json.reset(page, start, stop);
    out.truncate(0);
    try {
      copy(root);
    } catch (BrokenJsonException notWalkedBefore) {
      // The record was walked through before; better none of it than a part that shows too much.
      out.truncate(0);
    }
    in = NOTHING;
    return out.copy(0, out.length());
  }

  /** Recurses as deep as the hidden places are, not as deep as the record is. */
  private void copy(@Nullable Place place) throws BrokenJsonException {
    json.next();
    int start = json.position();
    if (place != null && place.hasChildren() && json.takes('{')) {
      members(place);
    } else if (place != null && place.hasChildren() && json.takes('[')) {
      items(place);
    } else {
      json.value();
      copyWithoutSpace(start, json.position());
    }
  }

  private void members(Place place) throws BrokenJsonException {
    out.write('{');
    boolean first = true;
    boolean more = !json.takes('}');
    while (more) {
      json.name();
      int start = json.start() - 1;
      int stop = json.stop() + 1;
      int length = nameLength();
      Place child = length < 0 ? null : place.child(name, 0, length);
      // A name that cannot be read may be a hidden one.
      if (length < 0 || (child != null && child.isWanted())) {
        json.value();
      } else {
        if (!first) {
          out.write(',');
        }
        first = false;
        out.write(in, start, stop);
        out.write(':');
        copy(child);
      }
      more = json.another('}');
    }
    out.write('}');
  }

  private void items(Place place) throws BrokenJsonException {
    out.write('[');
    boolean first = true;
    boolean more = !json.takes(']');
    for (int i = 0; more; i++) {
      Place child = place.item(i);
      if (child != null && child.isWanted()) {
        json.value();
      } else {
        if (!first) {
          out.write(',');
        }
        first = false;
        copy(child);
      }
      more = json.another(']');
    }
    out.write(']');
  }

  /** Puts the member's name, without escapes, into {@code name}; its length, or -1. */
  private int nameLength() {
    int length = json.stop() - json.start();
    if (name.length < length) {
      name = Arrays.copyOf(name, length);
    }
    return JsonScanner.unescape(in, json.start(), json.stop(), name);
  }

  private void copyWithoutSpace(int start, int stop) {
    boolean inString = false;
    int from = start;
    for (int i = start; i < stop; i++) {
      int c = in[i];
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        out.write(in, from, i);
        from = i + 1;
      }
    }
    out.write(in, from, stop);
  }
}
