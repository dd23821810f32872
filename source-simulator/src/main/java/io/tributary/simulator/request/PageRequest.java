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

  /** The status of the answer, unless a fault takes its place. */
  default int status() {
    return 200;
  }

  /** The type of the answer. */
  default String contentType() {
    return "application/json; charset=utf-8";
  }

  /**
   * What is behind {@code ?} in the link to the next page, for a source that names it in the header
   * {@code Link}; empty for none.
   *
   * @param records how many records are written
   */
  default String link(int records) {
    return "";
  }
}
