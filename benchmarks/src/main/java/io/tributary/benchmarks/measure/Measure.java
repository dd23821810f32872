package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;

/** Answers one question about the pipeline's speed. */
public interface Measure {
  /** As {@code --only} calls it. */
  String name();

  /** What it finds out, in a sentence. */
  String question();

  /** Whether Kafka and Cassandra are to be up for it. */
  default boolean needsServers() {
    return true;
  }

  /** Measures, for minutes. */
  Result run() throws Exception;
}
