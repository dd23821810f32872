package io.tributary.consumer.cassandra;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.deadletter.RecordCopy;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letter of a record, as {@link DeadLetterCql#insert} takes it: the same record
 * gives the same row, at the record's own place, whenever it is made.
 */
public final class DeadLetterRows {
  private static final ProtocolVersion PROTOCOL = ProtocolVersion.DEFAULT;
  private static final TypeCodec<Map<String, ByteBuffer>> HEADERS =
      TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.BLOB);
  private static final long MICROS_PER_MILLI = 1_000;

  private final String pipeline;

  public DeadLetterRows(String pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * A record as Kafka holds it; a header without a value counts as empty.
   *
   * @param whole whether its value was read; if not, it is null here
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  public record Original(
      RecordPosition position,
      long createTime,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, ByteBuffer> headers,
      boolean whole) {

    private RecordCopy copy() {
      return whole ? RecordCopy.of(key, value, headers) : RecordCopy.withoutValue(key, headers);
    }
  }

  /** The dead letter of a record that is refused. */
  public Row of(Original original, Refusal refusal) {
    RecordCopy copy = original.copy();
    return row(
        DeadLetter.filed(
            original.position(), original.createTime(), original.headers(), copy, refusal),
        copy);
  }

  /** The letter with as little of the record as there can be, so that any limit lets it pass. */
  public Row bare(Original original, Refusal refusal) {
    RecordCopy least = RecordCopy.least(original.headers());
    return row(
        DeadLetter.filed(
            original.position(), original.createTime(), original.headers(), least, refusal),
        least);
  }

  private Row row(DeadLetter letter, RecordCopy copy) {
    RecordPosition position = letter.position();
    long recordTime = letter.recordTime().toEpochMilli();
    ByteBuffer pipelineName = text(pipeline);
    ByteBuffer day = TypeCodecs.DATE.encode(DeadLetterCql.day(recordTime), PROTOCOL);
    ByteBuffer bucket =
        TypeCodecs.INT.encodePrimitive(DeadLetterCql.bucket(position.offset()), PROTOCOL);
    @Nullable ByteBuffer[] values = {
      pipelineName,
      day,
      bucket,
      text(position.topic()),
      TypeCodecs.INT.encodePrimitive(position.partition(), PROTOCOL),
      TypeCodecs.BIGINT.encodePrimitive(position.offset(), PROTOCOL),
      text(letter.reason()),
      textOrNull(letter.field()),
      text(letter.detail()),
      copy.key(),
      copy.value(),
      HEADERS.encode(copy.headers(), PROTOCOL),
      TypeCodecs.BIGINT.encodePrimitive(recordTime, PROTOCOL),
      textOrNull(letter.runId()),
      letter.replayOf() == null ? null : text(letter.replayOf().toString()),
      TypeCodecs.BOOLEAN.encodePrimitive(copy.complete(), PROTOCOL),
      text(letter.state())
    };
    return new Row(
        Target.DEAD_LETTERS,
        values,
        RoutingKey.composite(pipelineName, day, bucket),
        recordTime * MICROS_PER_MILLI,
        recordTime);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable ByteBuffer textOrNull(@Nullable String text) {
    return text == null ? null : text(text);
  }
}
