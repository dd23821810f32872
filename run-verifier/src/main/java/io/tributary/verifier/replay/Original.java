package io.tributary.verifier.replay;

import io.tributary.model.deadletter.RecordCopy;
import io.tributary.verifier.deadletter.DeadLetterWithRecord;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of a dead letter as Kafka once took it.
 *
 * @param time that it counts with, in milliseconds since the epoch
 * @param headers the last one of each name
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record Original(
    byte @Nullable [] key, byte @Nullable [] value, long time, Map<String, byte[]> headers) {

  public Original {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** What the table of dead letters has of it: all of it, if the copy is complete. */
  public static Original copied(DeadLetterWithRecord letter) {
    RecordCopy copy = letter.copy();
    Map<String, byte[]> headers = new LinkedHashMap<>();
    copy.headers().forEach((name, value) -> headers.put(name, bytes(value)));
    return new Original(
        copy.key() == null ? null : bytes(copy.key()),
        copy.value() == null ? null : bytes(copy.value()),
        letter.letter().recordTime().toEpochMilli(),
        headers);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
