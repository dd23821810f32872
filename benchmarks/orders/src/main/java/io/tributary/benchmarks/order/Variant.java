package io.tributary.benchmarks.order;

import java.util.Map;

/** One way of doing what is compared. Keeps what makes it warm from one order to the next. */
@FunctionalInterface
public interface Variant {
  /** The figure that every variant gives: seconds from where counting began. */
  String SECONDS = "seconds";

  /** What its JVM adds: MiB of the heap that are in use afterwards, after a full collection. */
  String HEAP_MIB = "heap_mib";

  /**
   * Does it once, and returns when it is done.
   *
   * @param order what exactly
   * @param began to be run, by any thread, once, when what counts begins; {@link #SECONDS} is from
   *     then on
   * @return figures by name
   */
  Map<String, Double> run(Order order, Runnable began) throws Exception;
}
