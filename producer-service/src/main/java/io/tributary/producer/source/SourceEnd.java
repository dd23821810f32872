package io.tributary.producer.source;

/**
 * How it was seen that the source has no more.
 *
 * @param how a clause about the source's answers
 * @param doubtful whether a mistake in the definition would look the same
 */
public record SourceEnd(String how, boolean doubtful) {}
