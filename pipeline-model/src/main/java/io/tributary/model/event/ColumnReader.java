package io.tributary.model.event;

import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.ColumnType;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.json.BrokenJsonException;
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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a column's value, serialised as CQL does (native protocol v4), of one member of an event.
 * For one thread.
 */
final class ColumnReader {
  /** CQL's date counts from the middle of an unsigned int. */
  private static final int DATE_CENTRE = Integer.MIN_VALUE;

  /** Bytes that are enough for {@value Numbers#MAX_DECIMAL_DIGITS} digits on each side. */
  private static final int LONGEST_DIGITS = Numbers.MAX_DECIMAL_DIGITS;

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
    return collected(collection.read(in, slots.start(slot), slots.stop(slot), kind));
  }

  /** What the reader of a collection has read: null when it is empty, or refused. */
  @Nullable ByteBuffer collected(@Nullable ByteBuffer value) {
    refusal = collection == null ? null : collection.refusal();
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

  /** What an event has that has no value here: null, for a column that may have none. */
  @Nullable ByteBuffer none() {
    refusal = null;
    return required ? refuse(Reason.MISSING_FIELD, "the event has no value for it") : null;
  }

  /** Whether the field is a list, a set, a map or a vector; it has a reader of its own. */
  @Nullable CollectionReader collection() {
    return collection;
  }

  /** The value of a text in valid UTF-8, whatever the type, as the event's JSON would have it. */
  @Nullable ByteBuffer ofText(byte[] in, int start, int stop, byte[] fixed) {
    if (type != FieldType.JSON) {
      return kindOfType == JsonKind.STRING
          ? value(in, JsonKind.STRING, start, stop, false, false, fixed)
          : ofOther("a text");
    }
    refusal = null;
    return isJson(in, start, stop)
        ? json(in, start, stop)
        : wrongType(ValueRefusals.quote(in, start, stop));
  }

  private static boolean isJson(byte[] in, int start, int stop) {
    JsonScanner json = new JsonScanner(EventDecoder.MAX_DEPTH);
    json.reset(in, start, stop);
    try {
      json.value();
      return json.flaw() == null && json.next() < 0;
    } catch (BrokenJsonException broken) {
      return false;
    }
  }

  /** The value of a whole number. */
  @Nullable ByteBuffer ofInteger(long value, byte[] fixed) {
    refusal = null;
    return switch (type) {
      case INT, BIGINT ->
          value < Range.leastOf(type) || value > Range.greatestOf(type)
              ? wrongType(Long.toString(value))
              : integer(value, fixed);
      case DOUBLE -> floating((double) value, fixed);
      default -> ofOther("a number");
    };
  }

  /** The value of a number. */
  @Nullable ByteBuffer ofDouble(double value, byte[] fixed) {
    refusal = null;
    if (type != FieldType.DOUBLE) {
      return ofOther("a number");
    }
    return Double.isFinite(value) ? floating(value, fixed) : wrongType(Double.toString(value));
  }

  /** The value of a truth value. */
  @Nullable ByteBuffer ofBoolean(boolean value, byte[] fixed) {
    refusal = null;
    if (type != FieldType.BOOLEAN) {
      return ofOther(value ? "true" : "false");
    }
    fixed[fixedAt] = (byte) (value ? 1 : 0);
    return ByteBuffer.wrap(fixed, fixedAt, 1);
  }

  /** The value of a time. */
  @Nullable ByteBuffer ofMillis(long millis, byte[] fixed) {
    refusal = null;
    if (type != FieldType.TIMESTAMP) {
      return ofOther("a time");
    }
    if (millis < Iso8601.MIN_MILLIS || millis > Iso8601.MAX_MILLIS) {
      return wrongType(millis + " ms since the epoch");
    }
    Numbers.writeLong(millis, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  /** The value of a day, counted from the epoch. */
  @Nullable ByteBuffer ofDay(long day, byte[] fixed) {
    refusal = null;
    if (type != FieldType.DATE) {
      return ofOther("a date");
    }
    if (day < Iso8601.dayOf(Iso8601.MIN_MILLIS) || day > Iso8601.dayOf(Iso8601.MAX_MILLIS)) {
      return wrongType(day + " days since the epoch");
    }
    Numbers.writeInt((int) day + DATE_CENTRE, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Integer.BYTES);
  }

  /** The value of a time of day, in nanoseconds. */
  @Nullable ByteBuffer ofNanos(long nanos, byte[] fixed) {
    refusal = null;
    if (type != FieldType.TIME) {
      return ofOther("a time of day");
    }
    if (nanos < 0 || nanos >= TimeOfDay.NANOS_PER_DAY) {
      return wrongType(nanos + " ns of a day");
    }
    Numbers.writeLong(nanos, fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  /** The value of the 16 bytes of a UUID. */
  @Nullable ByteBuffer ofUuid(byte[] in, int start) {
    refusal = null;
    return type == FieldType.UUID
        ? ByteBuffer.wrap(in, start, Uuids.LENGTH)
        : ofOther("a UUID in bytes");
  }

  /**
   * The value of a decimal.
   *
   * @param start of the digits before the scale, as a number in two's complement
   */
  @Nullable ByteBuffer ofDecimal(byte[] in, int start, int stop, int scale) {
    refusal = null;
    if (type != FieldType.DECIMAL) {
      return ofOther("a decimal");
    }
    if (stop == start || stop - start > LONGEST_DIGITS) {
      return wrongType("a decimal of " + (stop - start) + " bytes");
    }
    BigDecimal value = new BigDecimal(new BigInteger(Arrays.copyOfRange(in, start, stop)), scale);
    return Numbers.isSmall(value)
        ? decimal(value.scale() < 0 ? value.setScale(0) : value)
        : wrongType("a decimal of too many digits");
  }

  /** The value of bytes. */
  @Nullable ByteBuffer ofBytes(byte[] in, int start, int stop) {
    refusal = null;
    if (type != FieldType.BLOB) {
      return ofOther("bytes");
    }
    return start == stop && required
        ? refuse(Reason.MISSING_FIELD, "it has no bytes")
        : ByteBuffer.wrap(in, start, stop - start);
  }

  /** Refuses what is none of the type. */
  @Nullable ByteBuffer ofOther(String found) {
    refusal = ValueRefusals.wrongType(field, field.type(), found);
    return null;
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
    return integer(Numbers.integer(in, start, stop), fixed);
  }

  private @Nullable ByteBuffer integer(long value, byte[] fixed) {
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
    return Double.isNaN(value)
        ? wrongType(ValueRefusals.quote(in, start, stop))
        : floating(value, fixed);
  }

  private @Nullable ByteBuffer floating(double value, byte[] fixed) {
    String broken = range.broken(value);
    if (broken != null) {
      return refuse(Reason.CHECK_FAILED, broken);
    }
    Numbers.writeLong(Double.doubleToRawLongBits(value), fixed, fixedAt);
    return ByteBuffer.wrap(fixed, fixedAt, Long.BYTES);
  }

  private @Nullable ByteBuffer decimal(byte[] in, int start, int stop) {
    BigDecimal value = Numbers.decimal(in, start, stop);
    return value == null ? wrongType(ValueRefusals.quote(in, start, stop)) : decimal(value);
  }

  private @Nullable ByteBuffer decimal(BigDecimal value) {
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
