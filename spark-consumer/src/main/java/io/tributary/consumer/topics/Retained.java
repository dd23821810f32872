package io.tributary.consumer.topics;

/**
 * What Kafka has of a partition.
 *
 * @param first offset of the oldest record, or of the next one where there is none
 * @param stable offset behind the last record that is given out now: where the oldest open
 *     transaction begins, or {@code next}
 * @param next offset that the next record will have
 */
public record Retained(long first, long stable, long next) {

  /** Without an open transaction. */
  public Retained(long first, long next) {
    this(first, next, next);
  }
}
