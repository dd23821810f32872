package io.tributary.model.event;

import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.ColumnType;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.json.CompactJson;
import io.tributary.model.json.FoundValues;
import io.tributary.model.json.JsonKind;
import io.tributary.model.json.JsonScanner;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.text.InternetAddress;
import io.tributary.model.value.Blobs;
import io.tributary.model.value.Iso8601;
import io.tributary.model.value.Numbers;
import io.tributary.model.value.Range;
import io.tributary.model.value.TextChecks;
import io.tributary.model.value.TimeOfDay;
import io.tributary.model.value.Uuids;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a column's value, serialised as CQL does (native protocol v4), of one member of an event.
 * For one thread.
 */
final class ColumnReader {
  /** CQL's date counts from the middle of an unsigned int. */
  private static final int DATE_CENTRE = Integer.MIN_VALUE;

  private final Field field;
  private final FieldType type;
  private final JsonKind kindOfType;
  private final @Nullable CollectionReader collection;
  private final int slot;
  private final boolean required;
  private final TextChecks textChecks;
  private final Range range;
  private final int fixedAt;
  private @Nullable Refusal refusal;

  /**
   * @param slot where the member is noted
   * @param fixedAt where the value's bytes are in the array that all values of fixed width share
   */
  ColumnReader(Field field, int slot, int fixedAt) {
    this(
        field,
        slot,
        fixedAt,
        field.checks().required(),
        field.type() instanceof CollectionType several
            ? new CollectionReader(field, several)
            : null);
  }

  private ColumnReader(
      Field field, int slot, int fixedAt, boolean required, @Nullable CollectionReader collection) {
    this.field = field;
    this.type = field.type().item();
    this.slot = slot;
    this.fixedAt = fixedAt;
    this.required = required;
    this.collection = collection;
    kindOfType = collection == null ? kindOf(type) : JsonKind.ABSENT;
    textChecks = new TextChecks(field.checks());
    range = new Range(field.checks());
  }

  /** A reader of the items of a collection's field, for {@link #value} alone. */
  static ColumnReader ofItems(Field field) {
    return new ColumnReader(field, 0, 0, false, null);
  }

  /** Bytes of a value of the type; 0 when they vary. */
  static int width(ColumnType type) {
    return type instanceof FieldType single ? width(single) : 0;
  }

  private static int width(FieldType type) {
    return switch (type) {
      case BOOLEAN -> 1;
      case INT, DATE -> Integer.BYTES;
      case BIGINT, DOUBLE, TIMESTAMP, TIME -> Long.BYTES;
      case UUID -> Uuids.LENGTH;
      case TEXT, DECIMAL, INET, BLOB, JSON -> 0;
    };
  }

  /** Why {@link #read} gave nothing; null when the event has no value there, and needs none. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /** The column's value; null when there is none, or when it is refused. */
  @Nullable ByteBuffer read(byte[] in, FoundValues slots, byte[] fixed) {
    refusal = null;
    JsonKind kind = slots.kind(slot);
    if (kind == JsonKind.ABSENT || kind == JsonKind.NULL) {
      return required ? refuse(Reason.MISSING_FIELD, "the event has no value for it") : null;
    }
    if (kind != kindOfType && (collection != null || type == FieldType.JSON)) {
      return subtree(in, slots, kind);
    }
    return value(
        in,
        kind,
        slots.start(slot),
        slots.stop(slot),
        slots.isEscaped(slot),
        slots.isAscii(slot),
        fixed);
  }

  private @Nullable ByteBuffer subtree(byte[] in, FoundValues slots, JsonKind kind) {
    if (collection == null) {
      int quote = kind == JsonKind.STRING ? 1 : 0;
      return json(in, slots.start(slot) - quote, slots.stop(slot) + quote);
    }
    ByteBuffer value = collection.read(in, slots.start(slot), slots.stop(slot), kind);
    refusal = collection.refusal();
    return value == null && refusal == null && required
        ? refuse(Reason.MISSING_FIELD, "it has no items")
        : value;
  }

  /**
   * The value of a scalar between {@code from} and {@code to}; null when it is refused.
   *
   * @param fixed where a value of fixed width is put
   */
  @Nullable ByteBuffer value(
      byte[] in, JsonKind kind, int from, int to, boolean escaped, boolean isAscii, byte[] fixed) {
    refusal = null;
    if (kind != kindOfType && !(type == FieldType.BOOLEAN && kind == JsonKind.FALSE)) {
      return wrongType(kind.inWords());
    }
    byte[] bytes = in;
    int start = from;
    int stop = to;
    boolean ascii = isAscii;
    if (escaped) {
      bytes = new byte[stop - start];
      stop = JsonScanner.unescape(in, start, stop, bytes);
      start = 0;
      ascii = false;
      if (stop < 0) {
        return wrongType("half of a surrogate pair");
      }
    }
    return switch (type) {
      case TEXT -> text(bytes, start, stop, ascii);
      case INT, BIGINT -> integer(bytes, start, stop, fixed);
      case DOUBLE -> floating(bytes, start, stop, fixed);
      case BOOLEAN -> {
        fixed[fixedAt] = (byte) (kind == JsonKind.TRUE ? 1 : 0);
        yield ByteBuffer.wrap(fixed, fixedAt, 1);
      }
      case TIMESTAMP -> timestamp(bytes, start, stop, fixed);
      case DATE -> date(bytes, start, stop, fixed);
      case UUID ->
          Uuids.parse(bytes, start, stop, fixed, fixedAt)
              ? ByteBuffer.wrap(fixed, fixedAt, Uuids.LENGTH)
              : wrongType(ValueRefusals.quote(bytes, start, stop));
      case DECIMAL -> decimal(bytes, start, stop);
      case TIME -> time(bytes, start, stop, fixed);
      case INET -> inet(bytes, start, stop);
      case BLOB -> blob(bytes, start, stop);
      case JSON -> json(bytes, start, stop);
    };
  }

  private static JsonKind kindOf(FieldType type) {
    return switch (type) {
      case TEXT, TIMESTAMP, DATE, UUID, DECIMAL, TIME, INET, BLOB -> JsonKind.STRING;
      case INT, BIGINT, DOUBLE -> JsonKind.NUMBER;
      case BOOLEAN -> JsonKind.TRUE;
      // Any will do.
      case JSON -> JsonKind.ABSENT;
    };
  }

  private @Nullable ByteBuffer text(byte[] in, int start, int stop, boolean ascii) {
    if (start == stop && required) {
      return refuse(Reason.MISSING_FIELD, "its text is empty");
    }
    String broken = textChecks.broken(in, start, stop, ascii);
    return broken == null
        ? ByteBuffer.wrap(in, start, stop - start)
        : refuse(Reason.CHECK_FAILED, broken);
  }

  private @Nullable ByteBuffer integer(byte[] in, int start, int stop, byte[] fixed) {
    if (!Numbers.isInteger(in, start, stop, Range.leastOf(type), Range.greatestOf(type))) {
      return wrongType(ValueRefusals.quote(in, start, stop));
    }
    long value = Numbers.integer(in, start, stop);
    String broken = range.broken(value);
    if (broken != null) {
      return refuse(Reason.CHECK_FAILED, broken);
    }
    if (type == FieldType.INT) {
      Numbers.writeInt((int) value, fixed, fixedAt);
      return ByteBuffer.wrap(fixed, fixedAt, Integer.BYTES);
    }
    Numbers.writeLong(value, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  private @Nullable ByteBuffer floating(byte[] in, int start, int stop, byte[] fixed) {
    double value = Numbers.parseDouble(in, start, stop);
    if (Double.isNaN(value)) {
      return wrongType(ValueRefusals.quote(in, start, stop));
    }
    String broken = range.broken(value);
    if (broken != null) {
      return refuse(Reason.CHECK_FAILED, broken);
    }
    Numbers.writeLong(Double.doubleToRawLongBits(value), fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  private @Nullable ByteBuffer decimal(byte[] in, int start, int stop) {
    BigDecimal value = Numbers.decimal(in, start, stop);
    if (value == null) {
      return wrongType(ValueRefusals.quote(in, start, stop));
    }
    String broken = range.broken(value);
    return broken == null
        ? ByteBuffer.wrap(Numbers.serialise(value))
        : refuse(Reason.CHECK_FAILED, broken);
  }

  private @Nullable ByteBuffer timestamp(byte[] in, int start, int stop, byte[] fixed) {
    long millis = Iso8601.parseMillis(in, start, stop);
    if (millis == Iso8601.INVALID) {
      return wrongType(ValueRefusals.quote(in, start, stop));
    }
    Numbers.writeLong(millis, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  private @Nullable ByteBuffer date(byte[] in, int start, int stop, byte[] fixed) {
    long day = Iso8601.parseDate(in, start, stop);
    if (day == Iso8601.INVALID) {
      return wrongType(ValueRefusals.quote(in, start, stop));
    }
    Numbers.writeInt((int) day + DATE_CENTRE, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Integer.BYTES);
  }

  private @Nullable ByteBuffer time(byte[] in, int start, int stop, byte[] fixed) {
    long nanos = TimeOfDay.parse(in, start, stop);
    if (nanos == TimeOfDay.INVALID) {
      return wrongType(ValueRefusals.quote(in, start, stop));
    }
    Numbers.writeLong(nanos, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  private @Nullable ByteBuffer inet(byte[] in, int start, int stop) {
    byte[] address = InternetAddress.parse(in, start, stop);
    return address == null
        ? wrongType(ValueRefusals.quote(in, start, stop))
        : ByteBuffer.wrap(address);
  }

  private @Nullable ByteBuffer blob(byte[] in, int start, int stop) {
    if (start == stop && required) {
      return refuse(Reason.MISSING_FIELD, "its text is empty");
    }
    byte[] bytes = Blobs.fromBase64(in, start, stop);
    return bytes == null ? wrongType(ValueRefusals.quote(in, start, stop)) : ByteBuffer.wrap(bytes);
  }

  /** The JSON as it is, but for white space between its tokens. */
  private @Nullable ByteBuffer json(byte[] in, int start, int stop) {
    byte[] bytes = in;
    int from = start;
    int to = stop;
    if (!CompactJson.isCompact(in, start, stop)) {
      bytes = new byte[stop - start];
      from = 0;
      to = CompactJson.write(in, start, stop, bytes, 0);
    }
    String broken = textChecks.broken(bytes, from, to, false);
    return broken == null
        ? ByteBuffer.wrap(bytes, from, to - from)
        : refuse(Reason.CHECK_FAILED, broken);
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
