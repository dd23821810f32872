package io.tributary.benchmarks.produce;

import io.tributary.benchmarks.order.VariantMain;
import java.util.Map;

/** The JVM of what publishes. */
public final class ProduceMain {
  private ProduceMain() {}

  public static void main(String[] arguments) throws Exception {
    VariantMain.serve(
        arguments,
        Map.of(
            "producer", new TributaryPublisher(),
            "perf_test", new PerfTest(),
            "producer_http", new TributaryProducer()));
  }
}
