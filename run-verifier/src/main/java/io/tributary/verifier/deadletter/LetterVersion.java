package io.tributary.verifier.deadletter;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * How the table has a letter, as far as a change of its state must know that.
 *
 * @param day its bucket
 * @param stateWritten the write time of its state, in microseconds since the epoch
 * @param expires when it is gone, if ever
 */
public record LetterVersion(LocalDate day, long stateWritten, Optional<Instant> expires) {}
