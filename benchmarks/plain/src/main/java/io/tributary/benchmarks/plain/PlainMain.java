package io.tributary.benchmarks.plain;

import io.tributary.benchmarks.order.VariantMain;
import java.util.Map;

/** The JVM of the variants without Spark. */
public final class PlainMain {
  private PlainMain() {}

  public static void main(String[] arguments) throws Exception {
    try (Sessions sessions = new Sessions()) {
      VariantMain.serve(
          arguments,
          Map.of(
              "plain", new PlainConsumer(sessions),
              "cassandra_alone", new FromMemory(sessions),
              "our_decoding", new OurDecoding()));
    }
  }
}
