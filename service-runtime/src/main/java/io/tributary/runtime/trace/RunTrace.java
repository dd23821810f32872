package io.tributary.runtime.trace;

import io.tributary.runtime.command.Command;
import java.time.Instant;

/**
 * What one process adds to the trace of a run. Nothing that happens to a trace has an effect on the
 * run: what cannot be exported is dropped, with one warning.
 */
public interface RunTrace extends AutoCloseable {
  /** Of the command, as OpenTelemetry's conventions have it. */
  String EXIT_CODE = "process.exit.code";

  /** The trace that nobody wants: it keeps nothing, and costs nothing. */
  static RunTrace off() {
    return NoTrace.INSTANCE;
  }

  /** A part of the run that begins now. */
  TraceSpan span(String name);

  /** A part of the run that began at a time. */
  TraceSpan span(String name, Instant start);

  /** What a span is about. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void within(TraceSpan span) throws Exception;
  }

  /** Does the work of a command within a span, which fails where the work does. */
  default void within(String name, Work work) throws Exception {
    try (TraceSpan span = span(name)) {
      try {
        work.within(span);
        span.with(EXIT_CODE, 0);
      } catch (Throwable failure) {
        span.with(EXIT_CODE, Command.exitCode(failure)).fail(Command.reason(failure));
        throw failure;
      }
    }
  }

  /** Exports the spans that have ended, within the time-out of the settings. */
  @Override
  void close();
}
