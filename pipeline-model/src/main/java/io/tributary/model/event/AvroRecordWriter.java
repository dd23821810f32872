package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.CollectionType.Kind;
import io.tributary.model.definition.ColumnType;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.text.InternetAddress;
import io.tributary.model.value.TimeOfDay;
import io.tributary.model.value.Uuids;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event in Avro's binary encoding, by the schema that is derived from the definition:
 * nullable fields are unions with null first. For one thread.
 */
final class AvroRecordWriter {
  private static final int DATE_CENTRE = Integer.MIN_VALUE;
  private static final int TEXT = -1;

  private final Field[] fields;
  private final boolean[] isNullable;
  private final boolean hasMark;

  /** Of the decimals of the field at hand; {@link #TEXT} where they are texts. */
  private int scale = TEXT;

  private byte[] out = new byte[1_024];
  private int length;

  AvroRecordWriter(Pipeline pipeline) {
    List<Field> all = pipeline.event().fields();
    fields = all.toArray(Field[]::new);
    isNullable = new boolean[fields.length];
    hasMark = pipeline.event().deletes().any();
    for (int i = 0; i < fields.length; i++) {
      isNullable[i] = isNullable(pipeline, all.get(i));
    }
  }

  /** Whether events may have no value for the field, as those that delete their rows have. */
  static boolean isNullable(Pipeline pipeline, Field field) {
    return !field.checks().required()
        || (pipeline.event().deletes().any() && !pipeline.keyFields().contains(field.name()));
  }

  /**
   * An event's bytes.
   *
   * @param values one for each field, serialised as CQL does
   */
  byte[] write(@Nullable ByteBuffer[] values, boolean deletes) {
    length = 0;
    for (int i = 0; i < fields.length; i++) {
      ByteBuffer value = values[i];
      if (isNullable[i]) {
        number(value == null ? 0 : 1);
      }
      if (value != null) {
        scale = fields[i].checks().scale().orElse(TEXT);
        value(fields[i].type(), value.duplicate());
      }
    }
    if (hasMark) {
      number(deletes ? 1 : 0);
      if (deletes) {
        one((byte) 1);
      }
    }
    return Arrays.copyOf(out, length);
  }

  private void value(ColumnType type, ByteBuffer value) {
    if (type instanceof CollectionType several) {
      if (several.kind() == Kind.VECTOR) {
        vector(several.dimension(), value);
      } else {
        items(several, value);
      }
    } else {
      scalar((FieldType) type, value);
    }
  }

  private void scalar(FieldType type, ByteBuffer value) {
    switch (type) {
      case TEXT, JSON, BLOB -> bytes(value);
      case INT -> number(value.getInt());
      case BIGINT, TIMESTAMP -> number(value.getLong());
      case DATE -> number(value.getInt() - DATE_CENTRE);
      case DOUBLE -> {
        room(Double.BYTES);
        ByteBuffer.wrap(out, length, Double.BYTES).putLong(Long.reverseBytes(value.getLong()));
        length += Double.BYTES;
      }
      case BOOLEAN -> one(value.get());
      case UUID -> uuid(value);
      case DECIMAL -> {
        int itsScale = value.getInt();
        decimal(new BigDecimal(new BigInteger(array(value)), itsScale));
      }
      case TIME -> ascii(TimeOfDay.text(value.getLong()));
      case INET -> ascii(InternetAddress.text(array(value)));
    }
  }

  /** CQL's form: how many, then each with its length before it. */
  private void items(CollectionType type, ByteBuffer value) {
    int count = value.getInt();
    number(count);
    for (int i = 0; i < count; i++) {
      if (type.kind() == Kind.MAP) {
        bytes(next(value));
      }
      scalar(type.item(), next(value));
    }
    number(0);
  }

  private void vector(int dimension, ByteBuffer value) {
    number(dimension);
    room(dimension * Float.BYTES);
    for (int i = 0; i < dimension; i++) {
      ByteBuffer.wrap(out, length, Float.BYTES).putInt(Integer.reverseBytes(value.getInt()));
      length += Float.BYTES;
    }
    number(0);
  }

  private void uuid(ByteBuffer value) {
    number(Uuids.TEXT_LENGTH);
    room(Uuids.TEXT_LENGTH);
    Uuids.write(value.array(), value.arrayOffset() + value.position(), out, length);
    length += Uuids.TEXT_LENGTH;
  }

  private void decimal(BigDecimal value) {
    if (scale == TEXT) {
      ascii(value.toPlainString());
    } else {
      // the definition's check leaves nothing to round
      bytes(ByteBuffer.wrap(value.setScale(scale).unscaledValue().toByteArray()));
    }
  }

  private static ByteBuffer next(ByteBuffer value) {
    int bytes = value.getInt();
    ByteBuffer part = value.slice(value.position(), bytes);
    value.position(value.position() + bytes);
    return part;
  }

  private static byte[] array(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  private void ascii(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    number(bytes.length);
    room(bytes.length);
    System.arraycopy(bytes, 0, out, length, bytes.length);
    length += bytes.length;
  }

  private void bytes(ByteBuffer value) {
    int count = value.remaining();
    number(count);
    room(count);
    value.duplicate().get(out, length, count);
    length += count;
  }

  private void one(byte value) {
    room(1);
    out[length++] = value;
  }

  private void number(long value) {
    room(Long.BYTES + 2);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out[length++] = (byte) rest;
  }

  private void room(int bytes) {
    if (out.length - length < bytes) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, length + bytes));
    }
  }
}
