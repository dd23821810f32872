package io.tributary.model.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.refusal.Reason;
import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no row, and what has been done about it. What the record carried is its {@link
 * RecordCopy}.
 *
 * @param position the record's own place in Kafka, whatever its headers say
 * @param reason name of a {@link Reason}, perhaps of a later version
 * @param field name of the field at fault, if it is one field's fault
 * @param detail one sentence for people
 * @param recordTime the record's CreateTime
 * @param runId of the run that published the record, if it says so
 * @param replayOf the letter that the record replays, if it says so: anybody can write that into a
 *     record
 * @param state one of {@link DeadLetterCql}'s
 * @param stateChanged when the state was last changed, or a replay last tried
 * @param tries how often a replay was tried
 */
public record DeadLetter(
    RecordPosition position,
    String reason,
    @Nullable String field,
    String detail,
    Instant recordTime,
    @Nullable String runId,
    @Nullable RecordPosition replayOf,
    String state,
    @Nullable Instant stateChanged,
    @Nullable String stateNote,
    int tries) {

  /**
   * The letter of a record that is refused now. The same record gives the same letter, whenever it
   * is filed.
   *
   * @param recordTime the record's CreateTime, in milliseconds since the epoch
   * @param headers all of the record's, the last one of each name
   * @param copy what the table keeps of the record
   */
  public static DeadLetter filed(
      RecordPosition position,
      long recordTime,
      Map<String, ByteBuffer> headers,
      RecordCopy copy,
      Refusal refusal) {
    ByteBuffer runId = copy.headers().get(EventHeaders.RUN_ID);
    return new DeadLetter(
        position,
        refusal.reason().name(),
        refusal.field(),
        copy.complete() ? refusal.detail() : refusal.detail() + RecordCopy.elsewhere(position),
        Instant.ofEpochMilli(recordTime),
        // bytes that are no text become marks: a text column takes nothing else
        runId == null ? null : UTF_8.decode(runId.duplicate()).toString(),
        RecordPosition.ofHeader(bytes(headers.get(EventHeaders.DEAD_LETTER))).orElse(null),
        DeadLetterCql.OPEN,
        null,
        null,
        0);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer header) {
    if (header == null) {
      return null;
    }
    byte[] bytes = new byte[header.remaining()];
    header.duplicate().get(bytes);
    return bytes;
  }
}
