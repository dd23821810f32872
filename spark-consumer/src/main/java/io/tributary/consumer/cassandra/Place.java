package io.tributary.consumer.cassandra;

import java.io.Serializable;

/** Where a record is in Kafka. */
public record Place(String topic, int partition, long offset) implements Serializable {
  @Override
  public String toString() {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }
}
