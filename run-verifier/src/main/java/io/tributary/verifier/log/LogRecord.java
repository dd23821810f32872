package io.tributary.verifier.log;

import org.jspecify.annotations.Nullable;

/**
 * One record as Kafka has it.
 *
 * @param time its CreateTime, in milliseconds since the epoch
 * @param runId of the run that published it, if its headers say so
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record LogRecord(
    Place place,
    long time,
    byte @Nullable [] key,
    byte @Nullable [] value,
    @Nullable String runId) {}
