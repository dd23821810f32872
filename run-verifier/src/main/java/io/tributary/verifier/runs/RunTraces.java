package io.tributary.verifier.runs;

import io.tributary.model.run.RunUuid;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceOptions;

/** Where a process adds to the traces of runs. */
@FunctionalInterface
public interface RunTraces {
  /** The service that verifies, in traces. */
  String VERIFIER = "run-verifier";

  /** What this process adds to the trace of a run; has to be closed. */
  RunTrace of(String pipeline, String runId);

  /** Where nobody wants traces. */
  static RunTraces off() {
    return (pipeline, runId) -> RunTrace.off();
  }

  /**
   * As the options say. The trace's id follows from the pipeline and the run's id, so that all
   * processes of a run add to one.
   *
   * @param service the service's name, if no option gives it another
   */
  static RunTraces by(TraceOptions options, String service) {
    return (pipeline, runId) ->
        options.trace(service, RunUuid.of(pipeline, runId), pipeline, runId);
  }
}
