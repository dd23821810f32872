package io.tributary.model.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FieldTree;
import io.tributary.model.json.JsonScanner;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a source record without white space and without the members that must not leave the
 * process. A record that is rejected may have another shape than the definition says: so members
 * elsewhere that have the name of a hidden one are left out too, but for those that are mapped. For
 * one thread.
 */
final class HiddenMembers {
  private static final byte[] NOTHING = new byte[0];

  /**
   * Names are looked for so deep at most, since the stack has an end; places as deep as they are.
   */
  private static final int DEEPEST = 64;

  private final FieldTree root = new FieldTree();
  private final FieldTree names = new FieldTree();
  private final FieldTree mapped;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);
  private final JsonSink out = new JsonSink(4_096);
  private byte[] in = NOTHING;
  private byte[] name = NOTHING;

  /**
   * @param mapped the places that fields come from
   */
  HiddenMembers(List<JsonPointer> hidden, FieldTree mapped) {
    this.mapped = mapped;
    for (JsonPointer pointer : hidden) {
      root.add(pointer, 0);
      JsonPointer last = pointer.last();
      if (last != null && !last.mayMatchElement()) {
        names.addMember(last.getMatchingProperty(), 0);
      }
    }
  }

  /** Whether anything must stay hidden. */
  boolean any() {
    return root.hasChildren();
  }

  /** The record that stands between {@code start} and {@code stop}, in as far as it may be seen. */
  byte[] without(byte[] page, int start, int stop) {
    in = page;
    json.reset(page, start, stop);
    out.truncate(0);
    try {
      copy(root, mapped, 0);
    } catch (BrokenJsonException notWalkedBefore) {
      // The record was walked through before; better none of it than a part that shows too much.
      out.truncate(0);
    }
    in = NOTHING;
    return out.copy(0, out.length());
  }

  /**
   * @param place of what is hidden here or within; null when nothing is
   * @param wanted of what is mapped here or within; null when nothing is
   */
  private void copy(@Nullable FieldTree place, @Nullable FieldTree wanted, int depth)
      throws BrokenJsonException {
    json.next();
    int start = json.position();
    boolean search =
        (place != null && place.hasChildren()) || (names.hasChildren() && depth < DEEPEST);
    if (search && json.takes('{')) {
      members(place, wanted, depth);
    } else if (search && json.takes('[')) {
      items(place, wanted, depth);
    } else {
      json.value();
      copyWithoutSpace(start, json.position());
    }
  }

  private void members(@Nullable FieldTree place, @Nullable FieldTree wanted, int depth)
      throws BrokenJsonException {
    out.write('{');
    boolean first = true;
    boolean more = !json.takes('}');
    while (more) {
      json.name();
      int start = json.start() - 1;
      int stop = json.stop() + 1;
      int length = nameLength();
      FieldTree child = child(place, length);
      FieldTree mappedChild = child(wanted, length);
      // A name that cannot be read may be a hidden one.
      if (length < 0
          || isHidden(child)
          || (mappedChild == null && isHidden(child(names, length)))) {
        json.value();
      } else {
        if (!first) {
          out.write(',');
        }
        first = false;
        out.write(in, start, stop);
        out.write(':');
        copy(child, mappedChild, depth + 1);
      }
      more = json.another('}');
    }
    out.write('}');
  }

  private static boolean isHidden(@Nullable FieldTree place) {
    return place != null && place.isWanted();
  }

  /** The member whose name has been read; null when its name cannot be. */
  private @Nullable FieldTree child(@Nullable FieldTree place, int length) {
    return place == null || length < 0 ? null : place.child(name, 0, length);
  }

  private void items(@Nullable FieldTree place, @Nullable FieldTree wanted, int depth)
      throws BrokenJsonException {
    out.write('[');
    boolean first = true;
    boolean more = !json.takes(']');
    for (int i = 0; more; i++) {
      FieldTree child = place == null ? null : place.item(i);
      if (isHidden(child)) {
        json.value();
      } else {
        if (!first) {
          out.write(',');
        }
        first = false;
        copy(child, wanted == null ? null : wanted.item(i), depth + 1);
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
