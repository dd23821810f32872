package io.tributary.model.event;

import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.CollectionType.Kind;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.json.BrokenJsonException;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.value.CqlOrder;
import io.tributary.model.value.Numbers;
import io.tributary.model.value.Range;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes the value of a list, a set, a map or a vector, serialised as CQL does (native protocol v4):
 * byte for byte what Cassandra returns for it, whatever the order in the event. For one thread.
 */
final class CollectionReader {
  /** Cassandra's limit for the key of a map, in bytes. */
  private static final int LONGEST_KEY = 65_535;

  private static final int LONGEST_FIXED = 16;

  private final Field field;
  private final CollectionType type;
  private final boolean isSorted;
  private final FieldType order;
  private final int maxItems;
  private final ColumnReader items;
  private final Range range;
  private final JsonScanner json = new JsonScanner(0);
  private final byte[] fixed = new byte[LONGEST_FIXED];

  private byte[] out = new byte[256];
  private int length;

  /** Where each entry begins in {@code out}, and where the last one ends. */
  private int[] entries = new int[16];

  private int count;
  private @Nullable Refusal refusal;

  CollectionReader(Field field, CollectionType type) {
    this.field = field;
    this.type = type;
    isSorted = type.kind() == Kind.SET || type.kind() == Kind.MAP;
    order = type.kind() == Kind.MAP ? FieldType.TEXT : type.item();
    maxItems = type.kind() == Kind.VECTOR ? type.dimension() : field.checks().maxItems();
    items = ColumnReader.ofItems(field);
    range = new Range(field.checks());
  }

  /** Why {@link #read} gave nothing; null when the collection is empty. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /**
   * The value of well-formed JSON; null when it is empty, which Cassandra does not tell from no
   * value, or refused.
   */
  @Nullable ByteBuffer read(byte[] in, int start, int stop, JsonKind kind) {
    refusal = null;
    JsonKind wanted = type.kind() == Kind.MAP ? JsonKind.OBJECT : JsonKind.ARRAY;
    if (kind != wanted) {
      return wrongType(kind.inWords());
    }
    length = 0;
    count = 0;
    json.reset(in, start, stop);
    try {
      walk(in, kind == JsonKind.OBJECT);
    } catch (BrokenJsonException tooDeep) {
      // An item that is a list or an object: this reader does not follow it.
      return wrongType("a list or an object in item " + count);
    }
    return finished();
  }

  /**
   * The same of what a writer of Avro has: an array, or a map.
   *
   * @throws BrokenAvroException when the bytes cannot be followed
   */
  @Nullable ByteBuffer read(AvroBytes body, AvroStep step) throws BrokenAvroException {
    refusal = null;
    boolean isMap = type.kind() == Kind.MAP;
    if (step.op() != (isMap ? AvroStep.Op.MAP : AvroStep.Op.ARRAY)) {
      body.skip(step);
      return wrongType(step.inWords());
    }
    length = 0;
    count = 0;
    AvroStep item = step.part(0);
    for (long left = body.block(); left > 0; left = body.block()) {
      while (left > 0 && refusal == null) {
        left--;
        if (count == maxItems) {
          tooMany();
        }
        item(body, item, isMap);
      }
      body.skipEntries(step, left);
    }
    return finished();
  }

  private void item(AvroBytes body, AvroStep item, boolean isMap) throws BrokenAvroException {
    entry();
    if (isMap) {
      body.text();
      if (refusal == null) {
        key(body.bytes(), body.start(), body.stop(), false);
      }
    }
    AvroStep actual = body.branch(item);
    if (refusal != null) {
      body.skip(actual);
    } else if (type.kind() == Kind.VECTOR) {
      number(body, actual);
    } else if (actual.op() == AvroStep.Op.NULL) {
      wrongType("null in item " + count);
    } else {
      put(body.value(actual, items, fixed));
    }
  }

  /** Notes an item of a vector. */
  private void number(AvroBytes body, AvroStep step) throws BrokenAvroException {
    double exact;
    switch (step.op()) {
      case FLOAT -> exact = body.floating();
      case DOUBLE -> exact = body.doubled();
      default -> {
        body.skip(step);
        wrongType(step.inWords() + " in item " + count);
        return;
      }
    }
    float value = (float) exact;
    if (!Float.isFinite(value)) {
      wrongType(exact + " in item " + count);
    } else {
      number(exact, value);
    }
  }

  private @Nullable ByteBuffer finished() {
    if (refusal != null) {
      return null;
    }
    if (type.kind() == Kind.VECTOR) {
      return count == type.dimension()
          ? ByteBuffer.wrap(Arrays.copyOf(out, length))
          : refuse(Reason.WRONG_TYPE, counted("expected %,d", type.dimension()));
    }
    if (count == 0) {
      return null;
    }
    entry();
    count--;
    return isSorted && !isAscending() ? sorted() : asTheyAre();
  }

  private void walk(byte[] in, boolean object) throws BrokenJsonException {
    char close = object ? '}' : ']';
    json.takes(object ? '{' : '[');
    if (json.takes(close)) {
      return;
    }
    do {
      if (count == maxItems) {
        tooMany();
        return;
      }
      entry();
      if (object) {
        json.name();
        key(in, json.start(), json.stop(), json.isEscaped());
      }
      JsonKind kind = json.value();
      if (refusal == null) {
        item(in, kind);
      }
      if (refusal != null) {
        return;
      }
    } while (json.another(close));
  }

  /** Notes where an entry begins. */
  private void entry() {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, entries.length * 2);
    }
    entries[count++] = length;
  }

  private void tooMany() {
    refuse(
        type.kind() == Kind.VECTOR ? Reason.WRONG_TYPE : Reason.CHECK_FAILED,
        String.format(Locale.ROOT, "found more items, expected at most %,d", maxItems));
  }

  private void key(byte[] in, int from, int to, boolean escaped) {
    int start = from;
    int stop = to;
    byte[] bytes = in;
    if (escaped) {
      bytes = new byte[stop - start];
      stop = JsonScanner.unescape(in, start, stop, bytes);
      start = 0;
    }
    if (stop < 0) {
      wrongType("half of a surrogate pair in a key");
    } else if (stop - start > LONGEST_KEY) {
      refuse(
          Reason.CHECK_FAILED,
          String.format(
              Locale.ROOT,
              "found a key of %,d bytes, expected at most %,d",
              stop - start,
              LONGEST_KEY));
    } else {
      write(bytes, start, stop);
    }
  }

  private void item(byte[] in, JsonKind kind) {
    if (type.kind() == Kind.VECTOR) {
      number(in, kind);
      return;
    }
    if (kind == JsonKind.NULL) {
      wrongType("null in item " + count);
      return;
    }
    put(items.value(in, kind, json.start(), json.stop(), json.isEscaped(), json.isAscii(), fixed));
  }

  /** Adds the value of an item, or says why there is none. */
  private void put(@Nullable ByteBuffer value) {
    if (value == null) {
      Refusal why = items.refusal();
      refusal =
          why == null
              ? null
              : new Refusal(
                  why.reason(),
                  field.name(),
                  String.format(Locale.ROOT, "%s in item %,d", why.detail(), count));
      return;
    }
    write(
        value.array(), value.arrayOffset() + value.position(), value.arrayOffset() + value.limit());
  }

  private void number(byte[] in, JsonKind kind) {
    double exact =
        kind == JsonKind.NUMBER ? Numbers.parseDouble(in, json.start(), json.stop()) : Double.NaN;
    float value = Numbers.toFloat(exact, in, json.start(), json.stop());
    if (Float.isNaN(value)) {
      String found =
          kind == JsonKind.NUMBER
              ? ValueRefusals.quote(in, json.start(), json.stop())
              : kind.inWords();
      wrongType(found + " in item " + count);
      return;
    }
    number(exact, value);
  }

  private void number(double exact, float value) {
    String broken = range.broken(exact);
    if (broken != null) {
      refuse(Reason.CHECK_FAILED, String.format(Locale.ROOT, "%s in item %,d", broken, count));
      return;
    }
    room(Float.BYTES);
    Numbers.writeInt(Float.floatToRawIntBits(value), out, length);
    length += Float.BYTES;
  }

  private void write(byte[] bytes, int start, int stop) {
    room(Integer.BYTES + stop - start);
    Numbers.writeInt(stop - start, out, length);
    length += Integer.BYTES;
    System.arraycopy(bytes, start, out, length, stop - start);
    length += stop - start;
  }

  private void room(int bytes) {
    if (out.length - length < bytes) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, length + bytes));
    }
  }

  private boolean isAscending() {
    for (int i = 1; i < count; i++) {
      if (compare(i - 1, i) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Compares items of a set, or keys of a map: the first value of each entry. */
  private int compare(int a, int b) {
    int aStart = entries[a] + Integer.BYTES;
    int bStart = entries[b] + Integer.BYTES;
    return CqlOrder.compare(
        order, out, aStart, aStart + size(entries[a]), bStart, bStart + size(entries[b]));
  }

  private int size(int at) {
    return ByteBuffer.wrap(out).getInt(at);
  }

  private ByteBuffer asTheyAre() {
    byte[] value = new byte[Integer.BYTES + length];
    Numbers.writeInt(count, value, 0);
    System.arraycopy(out, 0, value, Integer.BYTES, length);
    return ByteBuffer.wrap(value);
  }

  private @Nullable ByteBuffer sorted() {
    Integer[] ascending = new Integer[count];
    Arrays.setAll(ascending, i -> i);
    Arrays.sort(ascending, this::compare);
    byte[] value = new byte[Integer.BYTES + length];
    int at = Integer.BYTES;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0 && compare(ascending[i - 1], ascending[i]) == 0) {
        if (type.kind() == Kind.MAP) {
          return wrongType("a key twice");
        }
        continue;
      }
      int from = entries[ascending[i]];
      int bytes = entries[ascending[i] + 1] - from;
      System.arraycopy(out, from, value, at, bytes);
      at += bytes;
      kept++;
    }
    Numbers.writeInt(kept, value, 0);
    return ByteBuffer.wrap(value, 0, at);
  }

  private String counted(String expected, int number) {
    return String.format(Locale.ROOT, "found %,d items, " + expected, count, number);
  }

  private @Nullable ByteBuffer wrongType(String found) {
    refusal = ValueRefusals.wrongType(field, type, found);
    return null;
  }

  private @Nullable ByteBuffer refuse(Reason reason, String detail) {
    refusal = new Refusal(reason, field.name(), detail);
    return null;
  }
}
