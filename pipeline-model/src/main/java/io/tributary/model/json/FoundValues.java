package io.tributary.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found at the places that are wanted of one JSON value: the kind of each, and where its
 * bytes are. For one thread; refilled for each value.
 */
public final class FoundValues {
  private final FieldTree root;
  private final JsonKind[] kinds;
  private final int[] starts;
  private final int[] stops;
  private final boolean[] escaped;
  private final boolean[] ascii;
  private final boolean uniqueMembers;

  /** Names of the value's own members that nobody wants; only where members must be unique. */
  private final Set<String> others = new HashSet<>();

  private byte[] name = new byte[64];
  private boolean twice;

  /**
   * @param root the places wanted, known as 0 up to {@code count - 1}
   * @param uniqueMembers whether the value is ambiguous too when it has a member twice that is not
   *     wanted
   */
  public FoundValues(FieldTree root, int count, boolean uniqueMembers) {
    this.root = root;
    this.uniqueMembers = uniqueMembers;
    kinds = new JsonKind[count];
    starts = new int[count];
    stops = new int[count];
    escaped = new boolean[count];
    ascii = new boolean[count];
  }

  /** Consumes the value that is next, notes what is wanted of it, and says what it was. */
  public JsonKind fill(byte[] in, JsonScanner json) throws BrokenJsonException {
    Arrays.fill(kinds, JsonKind.ABSENT);
    twice = false;
    if (!others.isEmpty()) {
      others.clear();
    }
    return value(in, json, root);
  }

  /** Whether a wanted place, or a member that must be unique, was there more than once. */
  public boolean isAmbiguous() {
    return twice;
  }

  public JsonKind kind(int slot) {
    return kinds[slot];
  }

  /** Where the value's bytes begin; of a string, after its quote. */
  public int start(int slot) {
    return starts[slot];
  }

  /** Where the value's bytes end, exclusive; of a string, before its quote. */
  public int stop(int slot) {
    return stops[slot];
  }

  public boolean isEscaped(int slot) {
    return escaped[slot];
  }

  /** Whether the scalar's bytes, escapes not resolved, are all ASCII. */
  public boolean isAscii(int slot) {
    return ascii[slot];
  }

  /** Recurses as deep as the wanted places are, not as deep as the document is. */
  private JsonKind value(byte[] in, JsonScanner json, FieldTree place) throws BrokenJsonException {
    JsonKind kind;
    int from = place.isWanted() ? start(json) : 0;
    if (!place.hasChildren()) {
      kind = json.value();
    } else if (json.takes('{')) {
      members(in, json, place);
      kind = JsonKind.OBJECT;
    } else if (json.takes('[')) {
      items(in, json, place);
      kind = JsonKind.ARRAY;
    } else {
      kind = json.value();
    }
    if (place.isWanted()) {
      note(place.slot(), kind, json);
      if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY) {
        starts[place.slot()] = from;
        stops[place.slot()] = json.position();
      }
    }
    return kind;
  }

  private static int start(JsonScanner json) {
    json.next();
    return json.position();
  }

  private void members(byte[] in, JsonScanner json, FieldTree place) throws BrokenJsonException {
    if (json.takes('}')) {
      return;
    }
    do {
      FieldTree child = place.takeExpected(json);
      if (child == null) {
        json.name();
        child = child(in, json, place);
      }
      if (child == null) {
        json.value();
      } else {
        value(in, json, child);
      }
    } while (json.another('}'));
  }

  private @Nullable FieldTree child(byte[] in, JsonScanner json, FieldTree place) {
    byte[] bytes = in;
    int start = json.start();
    int stop = json.stop();
    if (json.isEscaped()) {
      if (name.length < stop - start) {
        name = new byte[stop - start];
      }
      bytes = name;
      // Escapes can only be resolved where they are well-formed, and half of a pair is no name.
      stop = json.flaw() == null ? JsonScanner.unescape(in, start, stop, name) : -1;
      start = 0;
    }
    FieldTree child = stop < 0 ? null : place.child(bytes, start, stop);
    if (child == null && uniqueMembers && place == root) {
      String other =
          stop < 0
              ? new String(in, json.start(), json.stop() - json.start(), UTF_8)
              : new String(bytes, start, stop - start, UTF_8);
      twice |= !others.add(other);
    }
    return child;
  }

  private void items(byte[] in, JsonScanner json, FieldTree place) throws BrokenJsonException {
    if (json.takes(']')) {
      return;
    }
    int index = 0;
    do {
      FieldTree child = place.item(index++);
      if (child == null) {
        json.value();
      } else {
        value(in, json, child);
      }
    } while (json.another(']'));
  }

  private void note(int slot, JsonKind kind, JsonScanner json) {
    twice |= kinds[slot] != JsonKind.ABSENT;
    kinds[slot] = kind;
    starts[slot] = json.start();
    stops[slot] = json.stop();
    escaped[slot] = json.isEscaped();
    ascii[slot] = json.isAscii();
  }
}
