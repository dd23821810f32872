package io.tributary.verifier.verification;

import java.time.Instant;

/**
 * How long the records took into the tables, as the verifier saw it.
 *
 * @param published time of the newest record
 * @param seen when all were found to be there, or given up
 */
public record Landing(Instant published, Instant seen) {}
