package io.tributary.benchmarks.variant;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.OrderLines;
import io.tributary.benchmarks.order.Signal;
import io.tributary.benchmarks.order.Variant;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import io.tributary.stack.process.ResidentMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of some variants, with their own class path. It is the same from the first order to the
 * last, so that what runs in it is warm. For one thread.
 */
public final class VariantJvm implements AutoCloseable {
  /** The same for every variant. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true");

  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(1);

  private final ChildProcess process;
  private final ServerSocket door;
  private @Nullable OrderLines lines;

  /**
   * What one order brought.
   *
   * @param figures the variant's own
   * @param cpu processor time of each process meanwhile, by its name; the variant's own is {@link
   *     #CLIENT}
   */
  public record Outcome(Map<String, Double> figures, Map<String, Duration> cpu) {
    public double seconds() {
      return Objects.requireNonNull(figures.get(Variant.SECONDS));
    }
  }

  /** A figure of each outcome: MiB of the variant's process that are resident afterwards. */
  public static final String RESIDENT_MIB = "resident_mib";

  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  /** What the variant's own process is called. */
  public static final String CLIENT = "client";

  /**
   * @param module whose class path it has
   * @param javaOptions beside those that all variants have
   * @param arguments beside the first, which says where orders come from
   */
  public VariantJvm(
      Checkout checkout,
      String module,
      List<String> javaOptions,
      String mainClass,
      List<String> arguments,
      Path log)
      throws CommandFailedException, IOException {
    this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    door.setSoTimeout(500);
    List<String> options =
        new ArrayList<>(
            List.of("@" + checkout.resolve("spark-consumer/src/main/jvm/spark.options")));
    options.addAll(OPTIONS);
    options.addAll(javaOptions);
    List<String> words = new ArrayList<>(List.of(Integer.toString(door.getLocalPort())));
    words.addAll(arguments);
    this.process =
        new ChildProcess(
            new ChildJvm(
                module,
                options,
                checkout.classPath(module),
                mainClass,
                words,
                Map.of(
                    "LOG_LEVEL", "WARN", "LOG_STACK_LINES", "30", "SPARK_LOCAL_IP", Ports.LOOPBACK),
                log));
  }

  /** Starts it; returns when it waits for orders. */
  public void start() throws CommandFailedException, IOException {
    process.start();
    long limit = System.nanoTime() + CONNECT_LIMIT.toNanos();
    while (true) {
      try {
        lines = new OrderLines(door.accept());
        return;
      } catch (SocketTimeoutException notYet) {
        if (!process.isAlive() || System.nanoTime() > limit) {
          throw ended("does not start");
        }
      }
    }
  }

  public ChildProcess process() {
    return process;
  }

  /**
   * Has it do one thing, and waits.
   *
   * @param others whose processor time counts too, by name
   * @throws CommandFailedException when it could not do it
   */
  public Outcome run(Order order, Map<String, ChildProcess> others)
      throws CommandFailedException, IOException {
    return run(order, others, () -> {});
  }

  /**
   * The same.
   *
   * @param began run when what counts begins
   */
  public Outcome run(Order order, Map<String, ChildProcess> others, Runnable began)
      throws CommandFailedException, IOException {
    OrderLines connection = Objects.requireNonNull(lines, "start() comes first");
    connection.send(order);
    Map<String, Duration> before = cpu(others);
    while (true) {
      Optional<Signal> signal = connection.signal();
      if (signal.isEmpty()) {
        throw ended("ended while it did " + order.variant());
      }
      switch (signal.get().kind()) {
        case BEGAN -> {
          before = cpu(others);
          began.run();
        }
        case DONE -> {
          Map<String, Duration> cpu = CpuTime.between(before, cpu(others));
          Map<String, Double> figures = new HashMap<>(signal.get().figures());
          figures.put(RESIDENT_MIB, ResidentMemory.of(process.pid()) / BYTES_PER_MEBIBYTE);
          return new Outcome(figures, cpu);
        }
        case FAILED ->
            throw new CommandFailedException(
                "%s failed (%s); its log is %s"
                    .formatted(order.variant(), signal.get().why(), process.log()));
      }
    }
  }

  private Map<String, Duration> cpu(Map<String, ChildProcess> others) {
    Map<String, ChildProcess> all = new LinkedHashMap<>(others);
    all.put(CLIENT, process);
    return CpuTime.of(all);
  }

  private CommandFailedException ended(String how) {
    return new CommandFailedException(
        "%s %s; see %s, which ends: %s"
            .formatted(process.log().getFileName(), how, process.log(), process.logTail()));
  }

  @Override
  public void close() {
    try {
      if (lines != null) {
        // no more orders: it ends by itself
        lines.close();
        process.awaitEnd(Duration.ofSeconds(5));
      }
      door.close();
    } catch (IOException gone) {
      // it ends with us anyway
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.close();
  }
}
