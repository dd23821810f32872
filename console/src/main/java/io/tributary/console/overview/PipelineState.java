package io.tributary.console.overview;

import java.util.Locale;

/** How a pipeline stands, in a word that the console explains. */
public enum PipelineState {
  /** Records come and become rows. */
  FLOWING("records arrive and become rows"),
  /** More records wait in Kafka than are processed within moments, or some wait and none is. */
  CATCHING_UP("records wait in Kafka and are being processed"),
  /** All that is in Kafka is processed. */
  UP_TO_DATE("everything in Kafka is processed"),
  /** Records wait until the schema registry answers. */
  WAITING("records wait until the schema registry answers"),
  /** The consumer does not work, or Kafka or Cassandra does not answer. */
  STALLED("nothing is processed"),
  /** The pipeline cannot continue until somebody does something. */
  FAILED("the pipeline cannot continue; other pipelines do"),
  /** The consumer does not answer. */
  UNKNOWN("the consumer does not answer");

  private final String meaning;

  PipelineState(String meaning) {
    this.meaning = meaning;
  }

  /** For people and programs: {@code catching up}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The style's name: {@code catching-up}. */
  public String style() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String meaning() {
    return meaning;
  }

  /** Whether somebody has to look. */
  public boolean isTrouble() {
    return this == WAITING || this == STALLED || this == FAILED || this == UNKNOWN;
  }
}
