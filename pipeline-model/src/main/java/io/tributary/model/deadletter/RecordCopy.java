package io.tributary.model.deadletter;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the dead letters' table keeps of a refused record.
 *
 * @param key the record's; null also where it was too large to be copied
 * @param value the record's; null also where it was too large to be copied
 * @param headers the last one of each name; none where they were too large
 * @param complete whether this is all of the record; the rest is in Kafka only
 */
public record RecordCopy(
    @Nullable ByteBuffer key,
    @Nullable ByteBuffer value,
    Map<String, ByteBuffer> headers,
    boolean complete) {

  /** A larger value stays in Kafka only: Cassandra takes 16 MiB in one write by default. */
  public static final int MAX_VALUE_BYTES = 8 * 1024 * 1024;

  /** Keys and headers are small in anything that is meant well. */
  public static final int MAX_KEY_BYTES = 64 * 1024;

  public static final int MAX_HEADERS_BYTES = 1024 * 1024;

  private static final int MAX_RUN_ID_BYTES = 1024;

  private static final String ELSEWHERE = "; the whole record is in Kafka at ";
  private static final Pattern ENDS_ELSEWHERE =
      Pattern.compile(
          "(?s).*" + Pattern.quote(ELSEWHERE) + "[a-zA-Z0-9._-]{1,249}-\\d{1,9}@\\d{1,18}");

  public RecordCopy {
    headers = Map.copyOf(headers);
  }

  /** Of a record with this key, this value and these headers. */
  public static RecordCopy of(
      byte @Nullable [] key, byte @Nullable [] value, Map<String, ByteBuffer> headers) {
    byte[] keptKey = atMost(MAX_KEY_BYTES, key);
    byte[] keptValue = atMost(MAX_VALUE_BYTES, value);
    boolean keepsHeaders = bytes(headers) <= MAX_HEADERS_BYTES;
    return new RecordCopy(
        keptKey == null ? null : ByteBuffer.wrap(keptKey),
        keptValue == null ? null : ByteBuffer.wrap(keptValue),
        keepsHeaders ? headers : Map.of(),
        keptKey == key && keptValue == value && keepsHeaders);
  }

  /** Of a record whose value was too large to be read. */
  public static RecordCopy withoutValue(byte @Nullable [] key, Map<String, ByteBuffer> headers) {
    RecordCopy rest = of(key, null, headers);
    return new RecordCopy(rest.key(), null, rest.headers(), false);
  }

  /** Of a record that is left in Kafka, but for the name of its run. */
  public static RecordCopy least(Map<String, ByteBuffer> headers) {
    ByteBuffer runId = headers.get(EventHeaders.RUN_ID);
    return new RecordCopy(
        null,
        null,
        runId == null || runId.remaining() > MAX_RUN_ID_BYTES
            ? Map.of()
            : Map.of(EventHeaders.RUN_ID, runId),
        false);
  }

  /**
   * Whether a letter has all of its record.
   *
   * @param column what its column {@code complete} says; nothing in letters of versions that did
   *     not have it, which said it at the end of the detail, by whichever place the record had
   */
  public static boolean isComplete(@Nullable Boolean column, String detail) {
    return column == null ? !ENDS_ELSEWHERE.matcher(detail).matches() : column;
  }

  /** What the detail of a letter says where its copy is not complete. */
  static String elsewhere(RecordPosition position) {
    return ELSEWHERE + position;
  }

  private static byte @Nullable [] atMost(int limit, byte @Nullable [] bytes) {
    return bytes == null || bytes.length <= limit ? bytes : null;
  }

  private static long bytes(Map<String, ByteBuffer> headers) {
    return headers.entrySet().stream()
        .mapToLong(header -> 3L * header.getKey().length() + header.getValue().remaining())
        .sum();
  }
}
