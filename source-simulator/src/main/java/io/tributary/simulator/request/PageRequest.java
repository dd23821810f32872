package io.tributary.simulator.request;

import io.tributary.simulator.user.ByteText;

/** One page of records that a client asked for. */
public interface PageRequest {
  /** How many records it has. */
  int records();

  /**
   * Writes the whole answer.
   *
   * @param records how many records to write, at most {@link #records()}
   * @param flawed every how many records one is flawed; 0 for none
   */
  void write(ByteText out, int records, int flawed);
}
