package io.tributary.model.event;

import io.tributary.model.deadletter.Reason;
import io.tributary.model.deadletter.Refusal;
import io.tributary.model.definition.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record of the events' topic into the values of a row, or into the reason why it is none.
 * Throws nothing, whatever the bytes. For one thread.
 */
public final class EventDecoder {
  private final Pipeline pipeline;

  public EventDecoder(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** What the record with this key and this value is. */
  public Decoded decode(byte @Nullable [] key, byte @Nullable [] value) {
    return new Decoded.Refused(new Refusal(Reason.UNKNOWN, null, pipeline.name()));
  }
}
