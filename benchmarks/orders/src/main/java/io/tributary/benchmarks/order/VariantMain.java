package io.tributary.benchmarks.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the JVM of some variants spends its life: taking orders, one after the other. */
public final class VariantMain {
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private VariantMain() {}

  /**
   * Returns when there are no more orders.
   *
   * @param arguments the port of the benchmark, on the loopback address
   * @param variants by the names that orders call them
   */
  public static void serve(String[] arguments, Map<String, Variant> variants) throws IOException {
    try (OrderLines lines =
        new OrderLines(
            new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])))) {
      for (Optional<Order> next = lines.order(); next.isPresent(); next = lines.order()) {
        lines.send(answer(next.get(), variants, lines));
      }
    }
  }

  private static Signal answer(Order order, Map<String, Variant> variants, OrderLines lines) {
    Variant variant = variants.get(order.variant());
    if (variant == null) {
      return Signal.failed(new IllegalArgumentException("no variant is called " + order.variant()));
    }
    try {
      Map<String, Double> figures = new HashMap<>(variant.run(order, () -> sendBegan(lines)));
      figures.put(Variant.HEAP_MIB, heapMebibytes());
      return Signal.done(figures);
    } catch (Exception | LinkageError failed) {
      failed.printStackTrace();
      return Signal.failed(failed);
    }
  }

  /** Everyone collects here, so nobody's garbage is collected in the next one's time. */
  private static double heapMebibytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_PER_MEBIBYTE;
  }

  private static void sendBegan(OrderLines lines) {
    try {
      lines.send(Signal.began());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
