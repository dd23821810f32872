package io.tributary.model.event;

import io.tributary.model.value.Numbers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a record names the schema of its value: by a zero and the schema's id in four bytes, before
 * the value or in a header. That is the wire format of Confluent's serializers, and of Apicurio's.
 */
public final class Framing {
  /** The header of those records whose value is not framed. */
  public static final String HEADER = "__value_schema_id";

  /** Bytes before the value. */
  public static final int LENGTH = 1 + Integer.BYTES;

  /** Instead of an id, where there is none. */
  public static final int NONE = -1;

  private static final byte MAGIC = 0;

  private Framing() {}

  /** The bytes that name a schema. */
  public static byte[] of(int id) {
    byte[] bytes = new byte[LENGTH];
    Numbers.writeInt(id, bytes, 1);
    return bytes;
  }

  /** A value with the name of its schema before it. */
  public static byte[] frame(int id, byte[] value) {
    byte[] framed = new byte[LENGTH + value.length];
    Numbers.writeInt(id, framed, 1);
    System.arraycopy(value, 0, framed, LENGTH, value.length);
    return framed;
  }

  /** The id that a value, or a header, begins with; {@link #NONE} where it has none. */
  public static int id(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < LENGTH || bytes[0] != MAGIC) {
      return NONE;
    }
    int id = ByteBuffer.wrap(bytes).getInt(1);
    return id < 0 ? NONE : id;
  }
}
