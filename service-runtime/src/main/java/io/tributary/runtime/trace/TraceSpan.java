package io.tributary.runtime.trace;

import java.time.Instant;

/** A part of a run and the time that it took. It ends once; what comes after its end is ignored. */
public interface TraceSpan extends AutoCloseable {
  /** Adds an attribute, and returns the same span. */
  TraceSpan with(String name, String value);

  /** Adds an attribute, and returns the same span. */
  TraceSpan with(String name, long value);

  /** Adds an attribute, and returns the same span. */
  TraceSpan with(String name, boolean value);

  /** A part of this part, which begins now. */
  TraceSpan child(String name);

  /** Marks the span as failed; it goes on until its end. */
  void fail(String why);

  /** Ends the span at a time; one before its beginning counts as its beginning. */
  void end(Instant at);

  /** Ends the span now. */
  @Override
  void close();
}
