package io.tributary.verifier.log;

import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import org.jspecify.annotations.Nullable;

/**
 * One record as Kafka has it.
 *
 * @param time that it counts with, {@link WriteTime#of}: milliseconds since the epoch
 * @param runId of the run that published it, if its headers say so
 * @param cursor where the record is in the source, if its headers say so
 * @param replays the dead letter whose record was published again as this one, if it was
 * @param schemaId the value of its header {@link Framing#HEADER}, if it has one
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record LogRecord(
    RecordPosition position,
    long time,
    byte @Nullable [] key,
    byte @Nullable [] value,
    @Nullable String runId,
    @Nullable String cursor,
    @Nullable RecordPosition replays,
    byte @Nullable [] schemaId) {

  /** A record whose headers name no schema. */
  public LogRecord(
      RecordPosition position,
      long time,
      byte @Nullable [] key,
      byte @Nullable [] value,
      @Nullable String runId,
      @Nullable String cursor,
      @Nullable RecordPosition replays) {
    this(position, time, key, value, runId, cursor, replays, null);
  }
}
