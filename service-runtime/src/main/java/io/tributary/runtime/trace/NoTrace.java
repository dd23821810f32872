package io.tributary.runtime.trace;

import java.time.Instant;

/** Neither a trace nor a span. It does not even load OpenTelemetry's classes. */
final class NoTrace implements RunTrace, TraceSpan {
  static final NoTrace INSTANCE = new NoTrace();

  private NoTrace() {}

  @Override
  public TraceSpan span(String name) {
    return this;
  }

  @Override
  public TraceSpan span(String name, Instant start) {
    return this;
  }

  @Override
  public TraceSpan with(String name, String value) {
    return this;
  }

  @Override
  public TraceSpan with(String name, long value) {
    return this;
  }

  @Override
  public TraceSpan with(String name, boolean value) {
    return this;
  }

  @Override
  public TraceSpan child(String name) {
    return this;
  }

  @Override
  public void fail(String why) {}

  @Override
  public void end(Instant at) {}

  @Override
  public void close() {}
}
