package io.tributary.bench.measure;

import io.tributary.bench.report.Result;

/** Answers one question about the pipeline's speed. */
public interface Measure {
  /** As {@code --only} calls it. */
  String name();

  /** What it finds out, in a sentence. */
  String question();

  /** Measures, for minutes. */
  Result run() throws Exception;
}
