package io.tributary.model.run;

import java.time.Instant;
import java.util.Optional;

/**
 * What the verifier last said about a run.
 *
 * @param at when
 * @param why the run is not verified; nothing if it is
 * @param report the verifier's report as JSON
 */
public record RunVerdict(boolean verified, Instant at, Optional<String> why, String report) {}
