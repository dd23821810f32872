package io.tributary.verifier.log;

import java.util.Comparator;

/** Where one record is. */
public record Place(String topic, int partition, long offset) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::topic)
          .thenComparingInt(Place::partition)
          .thenComparingLong(Place::offset);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** {@code users_created-0@17}. */
  @Override
  public String toString() {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }
}
