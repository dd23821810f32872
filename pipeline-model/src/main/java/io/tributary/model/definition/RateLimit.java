package io.tributary.model.definition;

import java.time.Duration;

/**
 * How much a source gives to one client.
 *
 * @param records 1 or more
 * @param per the span of time in which at most so many records may be asked for
 */
public record RateLimit(int records, Duration per) {}
