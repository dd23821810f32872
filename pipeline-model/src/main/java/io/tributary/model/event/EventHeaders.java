package io.tributary.model.event;

/** Names of the headers of a published record; every value is UTF-8 text. */
public final class EventHeaders {
  /** The run that published the record. */
  public static final String RUN_ID = "run_id";

  /** The pipeline's name. */
  public static final String PIPELINE = "pipeline";

  /** Where the record is in the source: {@code seed/page/index}, or {@code token/index}. */
  public static final String SOURCE_CURSOR = "source_cursor";

  /** On a rejected record only: the {@link io.tributary.model.refusal.Reason}'s name. */
  public static final String REASON = "reason";

  /** On a rejected record only: the field at fault, if one is. */
  public static final String FIELD = "field";

  /** On a rejected record only: one sentence for people. */
  public static final String DETAIL = "detail";

  /**
   * On a rejected record only, if the definition takes values from outside the record: these, as a
   * JSON object. With them the record can be mapped again.
   */
  public static final String OUTSIDE = "outside";

  /** More of it is left out: headers have little room. */
  public static final int MAX_OUTSIDE_BYTES = 32 << 10;

  /**
   * On the record of a replayed dead letter only: the place of the letter, {@code
   * topic-partition@offset}. Anybody can write it: it is kept beside the record's own letter, and
   * decides nothing.
   */
  public static final String DEAD_LETTER = "dead_letter";

  /**
   * On the record of a replayed dead letter only: the time that the letter's record had, in
   * milliseconds since the epoch. The record counts with it instead of its own, {@link
   * WriteTime#of}.
   */
  public static final String ORIGINAL_TIME = "original_time";

  private EventHeaders() {}
}
