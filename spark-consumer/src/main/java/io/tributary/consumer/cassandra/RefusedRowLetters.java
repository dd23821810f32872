package io.tributary.consumer.cassandra;

import java.util.Optional;

/** Says what is written instead of a row that Cassandra refuses. Safe for several threads. */
@FunctionalInterface
public interface RefusedRowLetters {
  /**
   * Called once for each refused row: its dead letter, or a shorter one if it is a letter itself;
   * nothing where it cannot be shorter.
   *
   * @param why what Cassandra said
   */
  Optional<Row> of(Row refused, String why);
}
