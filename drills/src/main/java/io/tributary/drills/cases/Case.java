package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.settle.Account;
import java.util.Optional;

/**
 * One way to hurt the pipeline, and to heal it. Seeded by its environment, so that it can be
 * repeated.
 */
public interface Case {
  /** What {@code --case} calls it. */
  String name();

  /** What must hold, one sentence. */
  String claim();

  /** Why it cannot be played on this machine, if so. */
  default Optional<String> unplayable() {
    return Optional.empty();
  }

  /** Before Kafka and Cassandra are started. */
  default void prepare(DrillEnvironment environment) throws Exception {}

  /**
   * Plays it on an environment of its own and returns what came of the records.
   *
   * @throws io.tributary.runtime.command.CommandFailedException when something else than the
   *     account is not as it must be
   */
  Account play(DrillEnvironment environment) throws Exception;
}
