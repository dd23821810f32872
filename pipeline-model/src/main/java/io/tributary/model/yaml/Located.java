package io.tributary.model.yaml;

/**
 * A value and where it is in the file.
 *
 * @param line counted from 1
 */
public record Located<T>(T value, int line) {}
