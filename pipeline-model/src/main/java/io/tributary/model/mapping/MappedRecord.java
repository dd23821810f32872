package io.tributary.model.mapping;

import io.tributary.model.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** One source record after the mapping. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to Kafka, never compared
public sealed interface MappedRecord {

  /**
   * An event.
   *
   * @param key text of the key field, in UTF-8
   * @param value the event: one flat JSON object
   * @param filled which row it is for, and which columns of that it fills
   * @param lasting the event without what differs each time it is fetched; null where that is all
   *     of it
   */
  record Event(byte[] key, byte[] value, FilledColumns filled, byte @Nullable [] lasting)
      implements MappedRecord {

    /** An event that is the same each time it is fetched. */
    public Event(byte[] key, byte[] value, FilledColumns filled) {
      this(key, value, filled, null);
    }
  }

  /**
   * A record that the definition does not accept.
   *
   * @param key text of the key field in UTF-8, if it could be mapped
   * @param original the source record without its hidden members
   * @param outside the values from outside the record that the definition wants, as a JSON object;
   *     null where it wants none
   */
  record Rejected(
      byte @Nullable [] key, byte[] original, Refusal refusal, byte @Nullable [] outside)
      implements MappedRecord {

    /** A record of a definition that wants nothing from outside it. */
    public Rejected(byte @Nullable [] key, byte[] original, Refusal refusal) {
      this(key, original, refusal, null);
    }
  }
}
