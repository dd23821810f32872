package io.tributary.drills.truth;

import java.util.Locale;

/** Where Kafka put a record. */
public record RecordPosition(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s-%d@%d", topic, partition, offset);
  }
}
