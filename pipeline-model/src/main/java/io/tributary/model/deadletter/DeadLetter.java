package io.tributary.model.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.event.EventHeaders;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no row, with all that is known of it. Depends on nothing but the record, so that
 * filing it again files the same.
 *
 * @param day the bucket in which it is filed: the UTC date of the record's time
 * @param recordTime the record's CreateTime
 * @param value the original bytes; null too when they are more than {@link #MAX_VALUE_BYTES}
 * @param headers the record's, the last one of each name
 * @param runId of the run that published the record, if it says so
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way into the table, never compared
public record DeadLetter(
    String pipeline,
    LocalDate day,
    String topic,
    int partition,
    long offset,
    Reason reason,
    @Nullable String field,
    String detail,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, byte[]> headers,
    Instant recordTime,
    @Nullable String runId) {

  /** A value up to this size is kept: half of what Cassandra takes in one write by default. */
  public static final int MAX_VALUE_BYTES = 8 * 1024 * 1024;

  /** What key and headers together may add to that. */
  private static final int MAX_BESIDES_BYTES = 1024 * 1024;

  /** 9999-12-31T23:59:59.999Z: CQL's dates end not far behind what a long of milliseconds holds. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private static final int MICROS_PER_MILLI = 1_000;

  public DeadLetter {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /**
   * The letter of a record at these coordinates.
   *
   * @param createTime the record's time in milliseconds since the epoch; taken as the nearest time
   *     of the years 1970 to 9999
   * @param headers names and values in the record's order
   */
  public static DeadLetter of(
      String pipeline,
      String topic,
      int partition,
      long offset,
      long createTime,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, byte[]> headers,
      Refusal refusal) {
    Instant time = Instant.ofEpochMilli(Math.max(0, Math.min(createTime, LATEST_MILLIS)));
    StringBuilder detail = new StringBuilder(refusal.detail());
    boolean keepsValue = value == null || value.length <= MAX_VALUE_BYTES;
    boolean keepsKey = key == null || key.length <= MAX_BESIDES_BYTES;
    boolean keepsHeaders =
        (keepsKey && key != null ? key.length : 0) + sizeOf(headers) <= MAX_BESIDES_BYTES;
    if (!keepsValue || !keepsKey || !keepsHeaders) {
      detail.append("; too large to be copied here, the original is in Kafka at ");
      detail.append("%s-%d@%d".formatted(topic, partition, offset));
    }
    return new DeadLetter(
        pipeline,
        LocalDate.ofInstant(time, ZoneOffset.UTC),
        topic,
        partition,
        offset,
        refusal.reason(),
        refusal.field(),
        detail.toString(),
        keepsKey ? key : null,
        keepsValue ? value : null,
        keepsHeaders ? headers : Map.of(),
        time,
        text(headers, EventHeaders.RUN_ID));
  }

  /**
   * What a record of the rejected topic says about why it is there. Reason {@link Reason#UNKNOWN}
   * where it says nothing that is known here.
   */
  public static Refusal refusalOf(Map<String, byte[]> headers) {
    String written = Objects.requireNonNullElse(text(headers, EventHeaders.REASON), "");
    Reason reason = Reason.UNKNOWN;
    for (Reason known : Reason.values()) {
      reason = known.name().equals(written) ? known : reason;
    }
    String detail = text(headers, EventHeaders.DETAIL);
    return new Refusal(
        reason,
        text(headers, EventHeaders.FIELD),
        detail == null ? "rejected by the producer, which gave no detail" : detail);
  }

  /** The time to write the letter with, in microseconds: the record's. */
  public long writeTimeMicros() {
    return recordTime.toEpochMilli() * MICROS_PER_MILLI;
  }

  private static long sizeOf(Map<String, byte[]> headers) {
    return headers.entrySet().stream()
        .mapToLong(header -> header.getKey().length() * 3L + header.getValue().length)
        .sum();
  }

  private static @Nullable String text(Map<String, byte[]> headers, String name) {
    byte[] value = headers.get(name);
    return value == null ? null : new String(value, UTF_8);
  }
}
