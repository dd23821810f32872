package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.FieldType;
import io.tributary.model.text.InternetAddress;
import io.tributary.model.value.Iso8601;
import io.tributary.model.value.Numbers;
import io.tributary.model.value.TimeOfDay;
import io.tributary.model.value.Uuids;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the value of a key's column as the event writes it, and as rows are shown. */
final class KeyText {
  private KeyText() {}

  /**
   * The value as the driver takes it; nothing where the text is none of the type.
   *
   * @param type of a field in a table's key
   */
  static Optional<Object> read(FieldType type, String text) {
    return Optional.ofNullable(read(type, text, text.getBytes(UTF_8)));
  }

  private static @Nullable Object read(FieldType type, String text, byte[] bytes) {
    return switch (type) {
      case TEXT -> text;
      case INT ->
          Numbers.isInteger(bytes, 0, bytes.length, Integer.MIN_VALUE, Integer.MAX_VALUE)
              ? (Object) Math.toIntExact(Numbers.integer(bytes, 0, bytes.length))
              : null;
      case BIGINT ->
          Numbers.isInteger(bytes, 0, bytes.length, Long.MIN_VALUE, Long.MAX_VALUE)
              ? (Object) Numbers.integer(bytes, 0, bytes.length)
              : null;
      case BOOLEAN ->
          switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
          };
      case UUID -> uuid(bytes);
      case TIMESTAMP -> {
        long millis = Iso8601.parseMillis(bytes, 0, bytes.length);
        yield millis == Iso8601.INVALID ? null : Instant.ofEpochMilli(millis);
      }
      case DATE -> {
        long day = Iso8601.parseDate(bytes, 0, bytes.length);
        yield day == Iso8601.INVALID ? null : LocalDate.ofEpochDay(day);
      }
      case TIME -> {
        long nanos = TimeOfDay.parse(bytes, 0, bytes.length);
        yield nanos == TimeOfDay.INVALID ? null : LocalTime.ofNanoOfDay(nanos);
      }
      case INET -> address(InternetAddress.parse(bytes, 0, bytes.length));
      case DOUBLE, DECIMAL, BLOB, JSON -> null; // no definition has them in a key
    };
  }

  private static @Nullable UUID uuid(byte[] text) {
    byte[] value = new byte[Uuids.LENGTH];
    if (!Uuids.parse(text, 0, text.length, value, 0)) {
      return null;
    }
    ByteBuffer bits = ByteBuffer.wrap(value);
    return new UUID(bits.getLong(), bits.getLong());
  }

  private static @Nullable InetAddress address(byte @Nullable [] bytes) {
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a value of the type looks like, for people. */
  static String expected(FieldType type) {
    return switch (type) {
      case TEXT -> "a text";
      case INT -> "a whole number of 32 bits";
      case BIGINT -> "a whole number of 64 bits";
      case BOOLEAN -> "true or false";
      case UUID -> "a UUID such as 15653f96-f1c3-420d-97d1-d62f71d463c2";
      case TIMESTAMP -> "a time such as 2026-11-29T18:00:00.000Z";
      case DATE -> "a date such as 2026-11-29";
      case TIME -> "a time of day such as 18:00:00";
      case INET -> "an address of IPv4 or IPv6";
      case DOUBLE, DECIMAL, BLOB, JSON -> "no value: this type is in no key";
    };
  }
}
