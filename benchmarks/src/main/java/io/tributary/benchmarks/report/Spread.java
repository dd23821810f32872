package io.tributary.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/** Least, middle and greatest of some values; of an even number the middle two's mean. */
public record Spread(double min, double median, double max) {

  /**
   * @param values at least one
   */
  public static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values: " + Arrays.toString(sorted));
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
