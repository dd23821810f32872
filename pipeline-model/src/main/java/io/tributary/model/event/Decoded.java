package io.tributary.model.event;

import io.tributary.model.refusal.Refusal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a record of the topic turned out to be. */
public sealed interface Decoded {

  /**
   * A row.
   *
   * @param values one for each field of the definition, in its order, serialised as CQL does; null
   *     where the event has none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Row(@Nullable ByteBuffer[] values) implements Decoded {}

  /**
   * An event that deletes its row.
   *
   * @param values one for each field of the definition, in its order, serialised as CQL does; null
   *     for those that are in no table's key
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Deletion(@Nullable ByteBuffer[] values) implements Decoded {}

  /** A dead letter. */
  record Refused(Refusal refusal) implements Decoded {}
}
