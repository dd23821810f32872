package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.CollectionType.Kind;
import io.tributary.model.definition.Field;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list, a set, a map or a vector of the event of what the source has for it: an object for
 * a map, a list for all others, with items as {@link ValueMapper} takes them. For one thread.
 */
final class CollectionMapper {
  /** Cassandra's limit for the key of a map, in bytes. */
  private static final int LONGEST_KEY = 65_535;

  private final Field field;
  private final CollectionType type;
  private final boolean takesLoneValues;
  private final ValueMapper value;
  private final TextValue text;
  private final int maxItems;
  private final JsonScanner json = new JsonScanner(Integer.MAX_VALUE);

  /** The keys of a map so far. */
  private final Set<String> keys = new HashSet<>();

  private int items;

  /**
   * @param takesLoneValues whether a value in place of a list is a list of one
   */
  CollectionMapper(Field field, CollectionType type, boolean takesLoneValues) {
    this.field = field;
    this.type = type;
    this.takesLoneValues = takesLoneValues;
    value = new ValueMapper(field, false, type.kind() == Kind.VECTOR);
    text = value.text();
    maxItems = type.kind() == Kind.VECTOR ? type.dimension() : field.checks().maxItems();
  }

  void start() {
    value.start();
  }

  /** Whether an item written since {@link #start} is a time that is hardly meant. */
  boolean isUnlikelyTime() {
    return value.isUnlikelyTime();
  }

  /**
   * Writes the value at {@code slot} to {@code out}; writes nothing when there are no items.
   *
   * @return why it is refused; null when it is not
   */
  @Nullable Refusal map(byte[] in, FoundValues slots, int slot, JsonSink out) {
    JsonKind kind = slots.kind(slot);
    boolean isMap = type.kind() == Kind.MAP;
    items = 0;
    keys.clear();
    int before = out.length();
    if (kind == (isMap ? JsonKind.OBJECT : JsonKind.ARRAY)) {
      json.reset(in, slots.start(slot), slots.stop(slot));
      Refusal refusal = walk(in, isMap, out);
      return refusal == null ? end(before, isMap ? '}' : ']', out) : refusal;
    }
    if (isMap || !isScalar(kind) || !(takesLoneValues || isEmptyText(slots, slot))) {
      return value.wrongType(kind.inWords());
    }
    out.write('[');
    boolean isText =
        text.take(
            in, slots.start(slot), slots.stop(slot), slots.isEscaped(slot), slots.isAscii(slot));
    Refusal refusal = item(kind, isText, true, out);
    return refusal == null ? end(before, ']', out) : refusal;
  }

  /**
   * The same of several places, which have an item each; writes nothing when none of them has a
   * value.
   */
  @Nullable Refusal gather(byte[] in, FoundValues slots, int[] places, JsonSink out) {
    items = 0;
    int before = out.length();
    boolean any = false;
    for (int slot : places) {
      any |= isThere(slots.kind(slot)) && !isEmptyText(slots, slot);
    }
    if (!any) {
      return null;
    }
    out.write('[');
    for (int slot : places) {
      int separator = out.length();
      if (items > 0) {
        out.write(',');
      }
      int written = out.length();
      JsonKind kind = isThere(slots.kind(slot)) ? slots.kind(slot) : JsonKind.NULL;
      boolean isText = isScalar(kind) && kind != JsonKind.NULL && text.take(in, slots, slot);
      Refusal refusal = item(kind, isText, false, out);
      if (refusal != null) {
        return refusal;
      }
      if (out.length() == written) {
        out.truncate(separator);
      }
    }
    return end(before, ']', out);
  }

  private static boolean isThere(JsonKind kind) {
    return kind != JsonKind.ABSENT && kind != JsonKind.NULL;
  }

  private static boolean isScalar(JsonKind kind) {
    return kind != JsonKind.OBJECT && kind != JsonKind.ARRAY;
  }

  /** What forms without lists have in place of an empty one. */
  private static boolean isEmptyText(FoundValues slots, int slot) {
    return slots.kind(slot) == JsonKind.STRING && slots.start(slot) == slots.stop(slot);
  }

  private @Nullable Refusal walk(byte[] in, boolean isMap, JsonSink out) {
    char close = isMap ? '}' : ']';
    json.takes(isMap ? '{' : '[');
    out.write(isMap ? '{' : '[');
    if (json.takes(close)) {
      return null;
    }
    try {
      do {
        int before = out.length();
        if (items > 0) {
          out.write(',');
        }
        if (isMap) {
          json.name();
          Refusal refusal = key(in, out);
          if (refusal != null) {
            return refusal;
          }
        }
        int written = out.length();
        JsonKind kind = json.value();
        boolean isText =
            isScalar(kind)
                && text.take(in, json.start(), json.stop(), json.isEscaped(), json.isAscii());
        Refusal refusal = item(kind, isText, false, out);
        if (refusal != null) {
          return refusal;
        }
        if (out.length() == written) {
          out.truncate(before);
        }
      } while (json.another(close));
    } catch (BrokenJsonException impossible) {
      throw new IllegalStateException("the record was walked through before", impossible);
    }
    return null;
  }

  /**
   * Writes one item, of the text that was taken.
   *
   * @param isText whether it could be taken
   * @param isLone whether it may be missing
   */
  private @Nullable Refusal item(JsonKind kind, boolean isText, boolean isLone, JsonSink out) {
    if (!isScalar(kind)) {
      return inItem(value.wrongType(kind.inWords()));
    }
    int before = out.length();
    if (kind != JsonKind.NULL) {
      Refusal refusal =
          isText ? value.write(kind, out) : value.wrongType("half of a surrogate pair");
      if (refusal != null) {
        return inItem(refusal);
      }
    }
    if (out.length() > before) {
      items++;
      return items > maxItems ? tooMany() : null;
    }
    return isLone || field.conversion().skipNulls()
        ? null
        : inItem(value.wrongType(kind == JsonKind.NULL ? "null" : "an empty text"));
  }

  private Refusal tooMany() {
    return new Refusal(
        type.kind() == Kind.VECTOR ? Reason.WRONG_TYPE : Reason.CHECK_FAILED,
        field.name(),
        String.format(Locale.ROOT, "found more items, expected at most %,d", maxItems));
  }

  private Refusal inItem(Refusal why) {
    return new Refusal(
        why.reason(),
        why.field(),
        String.format(Locale.ROOT, "%s (item %,d)", why.detail(), items + 1));
  }

  /** Writes the name that was just read and its colon. */
  private @Nullable Refusal key(byte[] in, JsonSink out) {
    int length = json.stop() - json.start();
    byte[] resolved = Arrays.copyOfRange(in, json.start(), json.stop());
    if (json.isEscaped()) {
      length = JsonScanner.unescape(in, json.start(), json.stop(), resolved);
    }
    if (length < 0) {
      return value.wrongType("half of a surrogate pair in a key");
    }
    if (!keys.add(new String(resolved, 0, length, UTF_8))) {
      return value.wrongType("a key twice");
    }
    if (length > LONGEST_KEY) {
      return new Refusal(
          Reason.CHECK_FAILED,
          field.name(),
          String.format(
              Locale.ROOT, "found a key of %,d bytes, expected at most %,d", length, LONGEST_KEY));
    }
    out.write('"');
    out.write(in, json.start(), json.stop());
    out.write('"');
    out.write(':');
    return null;
  }

  private @Nullable Refusal end(int before, char close, JsonSink out) {
    if (type.kind() == Kind.VECTOR && items != type.dimension() && items > 0) {
      return value.wrongType(String.format(Locale.ROOT, "%,d items", items));
    }
    if (items == 0) {
      out.truncate(before);
    } else {
      out.write(close);
    }
    return null;
  }
}
