package io.tributary.consumer.query;

import java.util.Locale;

/** Where in the topics a query without a checkpoint begins. */
public enum StartingPoint {
  /** With the oldest record that Kafka still has. */
  EARLIEST,
  /** With the first record that comes after the start. */
  LATEST;

  /** The point's name in options of ours and of Spark's. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
