package io.tributary.verifier.outcome;

/**
 * What tells why a row is not there, in a pipeline whose records delete rows.
 *
 * @param deletes what may have deleted it
 * @param consumer whether the consumer has come that far
 */
public record Absence(LaterDeletes deletes, ConsumerPosition consumer) {}
