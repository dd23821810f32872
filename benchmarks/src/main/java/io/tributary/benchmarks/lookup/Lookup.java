package io.tributary.benchmarks.lookup;

import java.io.Closeable;
import java.io.IOException;

/** A way to a row, such as a connection. For one thread. */
public interface Lookup extends Closeable {

  /** Opens one after the other. */
  @FunctionalInterface
  interface Opener {
    Lookup open() throws Exception;
  }

  /**
   * Finds the row with this key, and returns when it is there.
   *
   * @throws Exception when it is not found, too
   */
  void find(String key) throws Exception;

  @Override
  default void close() throws IOException {}
}
