package io.tributary.model.event;

import io.tributary.model.text.Utf8;
import io.tributary.model.value.Uuids;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the binary encoding of Avro (1.12), forward only. Takes time in proportion to the
 * bytes, makes no objects but buffers over them. For one thread.
 */
final class AvroBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LONGEST_VARINT = 10;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private byte[] in = new byte[0];
  private int at;
  private int end;
  private int start;
  private int stop;

  /** Restarts at {@code from}; the input ends before {@code to}. */
  void reset(byte[] bytes, int from, int to) {
    in = bytes;
    at = from;
    end = to;
  }

  byte[] bytes() {
    return in;
  }

  /** Where the text or the bytes that were read last begin. */
  int start() {
    return start;
  }

  /** Where they end, exclusive. */
  int stop() {
    return stop;
  }

  boolean isAtEnd() {
    return at == end;
  }

  /** A whole number. Most have one byte: the rest is apart, so that the JVM can inline this. */
  long number() throws BrokenAvroException {
    if (at < end && in[at] >= 0) {
      long only = in[at++];
      return (only >>> 1) ^ -(only & 1);
    }
    return longNumber();
  }

  private long longNumber() throws BrokenAvroException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (at == end) {
        throw ends();
      }
      int next = in[at++];
      value |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new BrokenAvroException("a number of more than ten bytes");
  }

  private int length() throws BrokenAvroException {
    long length = number();
    if (length < 0 || length > end - at) {
      throw new BrokenAvroException("a length of " + length + " bytes, and only " + (end - at));
    }
    return (int) length;
  }

  /** Bytes with their length before them. */
  void slice() throws BrokenAvroException {
    slice(length());
  }

  private void slice(int bytes) throws BrokenAvroException {
    if (bytes > end - at) {
      throw ends();
    }
    start = at;
    at += bytes;
    stop = at;
  }

  /** A text. */
  void text() throws BrokenAvroException {
    slice();
    if (!Utf8.isValid(in, start, stop)) {
      throw new BrokenAvroException("a text that is not UTF-8");
    }
  }

  boolean truth() throws BrokenAvroException {
    if (at == end) {
      throw ends();
    }
    int value = in[at++];
    if (value != 0 && value != 1) {
      throw new BrokenAvroException("a truth value of " + value);
    }
    return value == 1;
  }

  float floating() throws BrokenAvroException {
    slice(Float.BYTES);
    return Float.intBitsToFloat((int) INT.get(in, start));
  }

  double doubled() throws BrokenAvroException {
    slice(Double.BYTES);
    return Double.longBitsToDouble((long) LONG.get(in, start));
  }

  /** How many entries of an array or a map follow; 0 at its end. */
  long block() throws BrokenAvroException {
    long count = number();
    if (count < 0) {
      number(); // how many bytes it has
      if (count == Long.MIN_VALUE) {
        throw new BrokenAvroException("a block of " + count + " items");
      }
      return -count;
    }
    return count;
  }

  /** What a value is: of a union the branch, which is consumed; otherwise the step itself. */
  AvroStep branch(AvroStep step) throws BrokenAvroException {
    if (step.op() != AvroStep.Op.UNION) {
      return step;
    }
    long branch = number();
    if (branch < 0 || branch >= step.parts()) {
      throw new BrokenAvroException(
          "the branch " + branch + " of a union of " + step.parts() + " types");
    }
    return step.part((int) branch);
  }

  /**
   * The value of a scalar in a column; null when it is refused, or not there.
   *
   * @param step no union and no null
   */
  @Nullable ByteBuffer value(AvroStep step, ColumnReader column, byte[] fixed)
      throws BrokenAvroException {
    switch (step.op()) {
      case BOOLEAN -> {
        return column.ofBoolean(truth(), fixed);
      }
      case INT, LONG -> {
        return number(step, number(), column, fixed);
      }
      case FLOAT -> {
        return column.ofDouble(floating(), fixed);
      }
      case DOUBLE -> {
        return column.ofDouble(doubled(), fixed);
      }
      case STRING -> {
        text();
        return column.ofText(in, start, stop, fixed);
      }
      case BYTES -> {
        slice();
        return bytes(step, column);
      }
      case FIXED -> {
        slice(step.size());
        return bytes(step, column);
      }
      case ENUM -> {
        byte[] symbol = symbol(step);
        return column.ofText(symbol, 0, symbol.length, fixed);
      }
      default -> {
        skip(step);
        return column.ofOther(step.inWords());
      }
    }
  }

  private static @Nullable ByteBuffer number(
      AvroStep step, long value, ColumnReader column, byte[] fixed) {
    return switch (step.meaning()) {
      case DATE -> column.ofDay(value, fixed);
      case TIME_MILLIS -> column.ofNanos(times(value, NANOS_PER_MILLI), fixed);
      case TIME_MICROS -> column.ofNanos(times(value, NANOS_PER_MICRO), fixed);
      case TIMESTAMP_MILLIS -> column.ofMillis(value, fixed);
      case TIMESTAMP_MICROS -> column.ofMillis(Math.floorDiv(value, MICROS_PER_MILLI), fixed);
      case TIMESTAMP_NANOS -> column.ofMillis(Math.floorDiv(value, NANOS_PER_MILLI), fixed);
      default -> column.ofInteger(value, fixed);
    };
  }

  /** A negative number, which is no time of day, where the product is too large. */
  private static long times(long value, long nanos) {
    return value < 0 || value > Long.MAX_VALUE / nanos ? -1 : value * nanos;
  }

  private @Nullable ByteBuffer bytes(AvroStep step, ColumnReader column)
      throws BrokenAvroException {
    return switch (step.meaning()) {
      case DECIMAL -> column.ofDecimal(in, start, stop, step.scale());
      case BIG_DECIMAL -> bigDecimal(column);
      case UUID ->
          stop - start == Uuids.LENGTH ? column.ofUuid(in, start) : column.ofOther("bytes");
      default -> column.ofBytes(in, start, stop);
    };
  }

  /** Bytes that hold the digits, as bytes, and the scale. */
  private @Nullable ByteBuffer bigDecimal(ColumnReader column) throws BrokenAvroException {
    AvroBytes within = new AvroBytes();
    within.reset(in, start, stop);
    within.slice();
    long scale = within.number();
    return scale < Integer.MIN_VALUE || scale > Integer.MAX_VALUE
        ? column.ofOther("a decimal of the scale " + scale)
        : column.ofDecimal(in, within.start(), within.stop(), (int) scale);
  }

  private byte[] symbol(AvroStep step) throws BrokenAvroException {
    long number = number();
    byte[] symbol = step.symbol(number);
    if (symbol == null) {
      throw new BrokenAvroException("the symbol " + number + ", which its enum does not have");
    }
    return symbol;
  }

  /** Passes over what nobody wants. */
  void skip(AvroStep step) throws BrokenAvroException {
    skip(step, 0);
  }

  private void skip(AvroStep step, int depth) throws BrokenAvroException {
    if (step.isEmpty()) {
      return;
    }
    if (depth > EventDecoder.MAX_DEPTH) {
      throw new BrokenAvroException(
          "more than " + EventDecoder.MAX_DEPTH + " levels of lists and objects");
    }
    switch (step.op()) {
      case NULL -> throw new IllegalStateException("it is empty");
      case BOOLEAN -> truth();
      case INT, LONG -> number();
      case FLOAT -> slice(Float.BYTES);
      case DOUBLE -> slice(Double.BYTES);
      case BYTES -> slice();
      case STRING -> text();
      case FIXED -> slice(step.size());
      case ENUM -> symbol(step);
      case UNION -> skip(branch(step), depth + 1);
      case RECORD -> {
        for (int i = 0; i < step.parts(); i++) {
          skip(step.part(i), depth + 1);
        }
      }
      case ARRAY, MAP -> {
        for (long count = block(); count > 0; count = block()) {
          skipEntries(step, count, depth + 1);
        }
      }
    }
  }

  /** Passes over so many entries of an array or a map. */
  void skipEntries(AvroStep step, long count) throws BrokenAvroException {
    skipEntries(step, count, 1);
  }

  private void skipEntries(AvroStep step, long count, int depth) throws BrokenAvroException {
    for (long left = count; left > 0; left--) {
      if (step.op() == AvroStep.Op.MAP) {
        text();
      } else if (step.part(0).isEmpty()) {
        return; // there may be more of them than anybody can count
      }
      skip(step.part(0), depth);
    }
  }

  private static BrokenAvroException ends() {
    return new BrokenAvroException("the value ends too soon");
  }
}
