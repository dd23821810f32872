package io.tributary.drill.truth;

/** Where Kafka put a record. */
public record Place(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }
}
