package io.tributary.benchmarks.connect;

import io.tributary.benchmarks.order.VariantMain;
import java.util.Map;

/** The JVM of Kafka Connect's converter. */
public final class ConnectMain {
  private ConnectMain() {}

  public static void main(String[] arguments) throws Exception {
    try (ConverterDecoding converter = new ConverterDecoding()) {
      VariantMain.serve(arguments, Map.of("connect_converter", converter));
    }
  }
}
