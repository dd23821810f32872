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
   */
  record Event(byte[] key, byte[] value, FilledColumns filled) implements MappedRecord {}

  /**
   * A record that the definition does not accept.
   *
   * @param key text of the key field in UTF-8, if it could be mapped
   * @param original the source record without its hidden members
   */
  record Rejected(byte @Nullable [] key, byte[] original, Refusal refusal)
      implements MappedRecord {}
}
