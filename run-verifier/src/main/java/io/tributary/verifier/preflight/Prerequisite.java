package io.tributary.verifier.preflight;

import java.util.Optional;

/** Something that a run cannot do without. */
@FunctionalInterface
public interface Prerequisite {
  /** Why it is not there, with the remedy; empty when it is. */
  Optional<String> missing() throws InterruptedException;
}
