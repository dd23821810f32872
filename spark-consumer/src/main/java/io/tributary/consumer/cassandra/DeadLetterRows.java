package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.consumer.cassandra.Row.Target;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.Refusal;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letter of a record, as {@link DeadLetterCql#insert} takes it: the same record
 * gives the same row, whenever it is made. A record that replays a letter is filed as that letter.
 */
public final class DeadLetterRows {
  /** A larger value stays in Kafka only: Cassandra takes 16 MiB in one write by default. */
  static final int MAX_VALUE_BYTES = 8 * 1024 * 1024;

  /** Keys and headers are small in anything that is meant well. */
  static final int MAX_KEY_BYTES = 64 * 1024;

  static final int MAX_HEADERS_BYTES = 1024 * 1024;

  private static final ProtocolVersion PROTOCOL = ProtocolVersion.DEFAULT;
  private static final TypeCodec<Map<String, ByteBuffer>> HEADERS =
      TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.BLOB);

  private final String pipeline;

  public DeadLetterRows(String pipeline) {
    this.pipeline = pipeline;
  }

  /** A record as Kafka holds it; a header without a value counts as empty. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  public record Original(
      Place place,
      long createTime,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, ByteBuffer> headers) {}

  /** The dead letter of a record that is refused. */
  public Row of(Original original, Refusal refusal) {
    Optional<Place> replayed = replayed(original.headers());
    Place place = replayed.orElse(original.place());
    byte[] key = atMost(MAX_KEY_BYTES, original.key());
    byte[] value = atMost(MAX_VALUE_BYTES, original.value());
    boolean headersFit = headerBytes(original.headers()) <= MAX_HEADERS_BYTES;
    boolean whole = key == original.key() && value == original.value() && headersFit;
    String detail =
        whole
            ? refusal.detail()
            : refusal.detail() + "; the whole record is in Kafka at " + original.place();
    ByteBuffer pipelineName = text(pipeline);
    ByteBuffer day = TypeCodecs.DATE.encode(DeadLetterCql.day(original.createTime()), PROTOCOL);
    @Nullable ByteBuffer[] values = {
      pipelineName,
      day,
      text(place.topic()),
      TypeCodecs.INT.encodePrimitive(place.partition(), PROTOCOL),
      TypeCodecs.BIGINT.encodePrimitive(place.offset(), PROTOCOL),
      text(refusal.reason().name()),
      refusal.field() == null ? null : text(refusal.field()),
      text(detail),
      blob(key),
      blob(value),
      headersFit ? HEADERS.encode(original.headers(), PROTOCOL) : null,
      TypeCodecs.BIGINT.encodePrimitive(original.createTime(), PROTOCOL),
      headersFit ? runId(original.headers()) : null,
      text(DeadLetterCql.OPEN)
    };
    return new Row(
        Target.DEAD_LETTERS,
        values,
        composite(pipelineName, day),
        writeTime(original.createTime(), replayed.isPresent()),
        original.createTime());
  }

  private static Optional<Place> replayed(Map<String, ByteBuffer> headers) {
    ByteBuffer header = headers.get(EventHeaders.DEAD_LETTER);
    if (header == null) {
      return Optional.empty();
    }
    byte[] place = new byte[header.remaining()];
    header.duplicate().get(place);
    return Place.ofHeader(place);
  }

  /** Earlier for a replay: the letter stays as it was first filed, unless it is not there. */
  private static long writeTime(long createTime, boolean replayed) {
    long micros = createTime * 1_000;
    return replayed ? Math.max(0, micros - 1) : micros;
  }

  private static byte @Nullable [] atMost(int limit, byte @Nullable [] bytes) {
    return bytes == null || bytes.length <= limit ? bytes : null;
  }

  private static long headerBytes(Map<String, ByteBuffer> headers) {
    return headers.entrySet().stream()
        .mapToLong(header -> 3L * header.getKey().length() + header.getValue().remaining())
        .sum();
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable ByteBuffer blob(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  /** The header as text; bytes that are no text become marks, a text column takes nothing else. */
  private static @Nullable ByteBuffer runId(Map<String, ByteBuffer> headers) {
    ByteBuffer runId = headers.get(EventHeaders.RUN_ID);
    return runId == null ? null : text(StandardCharsets.UTF_8.decode(runId.duplicate()).toString());
  }

  /** A partition key of several columns as Cassandra hashes it. */
  private static ByteBuffer composite(ByteBuffer... columns) {
    int size = 0;
    for (ByteBuffer column : columns) {
      size += 2 + column.remaining() + 1;
    }
    ByteBuffer key = ByteBuffer.allocate(size);
    for (ByteBuffer column : columns) {
      key.putShort((short) column.remaining()).put(column.duplicate()).put((byte) 0);
    }
    return key.flip();
  }
}
