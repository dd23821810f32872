package io.tributary.benchmarks.measure;

/**
 * How much is measured.
 *
 * @param records of each round
 * @param rounds that count
 * @param warmUp rows that are written before at least
 */
public record Extent(int records, int rounds, int warmUp) {}
