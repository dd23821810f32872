package io.tributary.console.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A record as Kafka has it.
 *
 * @param published its CreateTime, in milliseconds since the epoch
 * @param headers the last one of each name
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record TopicRecord(
    RecordPosition position,
    long published,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, byte[]> headers) {

  public TopicRecord {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The time that it counts with, in milliseconds since the epoch: {@link WriteTime#of}. */
  public long time() {
    return WriteTime.countable(WriteTime.of(published, headers.get(EventHeaders.ORIGINAL_TIME)));
  }

  /** The write time of its row, in microseconds since the epoch. */
  public long writeTime() {
    return WriteTime.micros(time(), position.offset());
  }

  public Instant publishedAt() {
    return Instant.ofEpochMilli(published);
  }

  /** A header as text. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(value -> new String(value, UTF_8));
  }

  /** The dead letter whose record was published again as this one, if it was. */
  public Optional<RecordPosition> replays() {
    return RecordPosition.ofHeader(headers.get(EventHeaders.DEAD_LETTER));
  }

  public Optional<String> keyText() {
    return Optional.ofNullable(key).map(bytes -> new String(bytes, UTF_8));
  }

  /** The id of the schema that it names, if it is an event that names one. */
  public OptionalInt schemaId(Pipeline pipeline) {
    boolean isEvent = position.topic().equals(pipeline.topic().name());
    int inHeader = Framing.id(headers.get(Framing.HEADER));
    int id = inHeader == Framing.NONE ? Framing.id(value) : inHeader;
    return isEvent && id != Framing.NONE ? OptionalInt.of(id) : OptionalInt.empty();
  }

  /** Bytes of the value; 0 where there is none. */
  public int valueBytes() {
    return value == null ? 0 : value.length;
  }
}
