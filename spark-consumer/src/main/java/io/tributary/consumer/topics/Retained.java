package io.tributary.consumer.topics;

/**
 * What Kafka has of a partition.
 *
 * @param first offset of the oldest record, or of the next one where there is none
 * @param next offset that the next record will have
 */
public record Retained(long first, long next) {}
