package io.tributary.model.definition;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a scheduled run of an incremental pipeline reads. */
public enum DagInterval {
  /** What has changed since the pipeline's cursor. */
  CURSOR("cursor"),
  /** The data interval that Airflow gives the run; the cursor stays. */
  DATA_INTERVAL("data-interval");

  private final String word;

  DagInterval(String word) {
    this.word = word;
  }

  /** The word in a definition. */
  public String word() {
    return word;
  }

  static Optional<DagInterval> named(String word) {
    return Arrays.stream(values()).filter(interval -> interval.word.equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(DagInterval::word).collect(Collectors.joining(", "));
  }
}
