package io.tributary.stack.consumer;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streaming job in local mode, in Spark's own class path. */
public final class ConsumerProcess implements AutoCloseable {
  private final ChildProcess process;

  /**
   * @param arguments of the service's main class
   * @param environment the service's settings
   * @param log file for its standard output and error
   */
  public ConsumerProcess(
      Checkout checkout, List<String> arguments, Map<String, String> environment, Path log)
      throws CommandFailedException {
    this.process =
        new ChildProcess(
            new ChildJvm(
                    "The consumer",
                    List.of(
                        "@" + checkout.resolve("spark-consumer/src/main/jvm/spark.options"),
                        "-Xms128m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.awt.headless=true"),
                    checkout.classPath("spark-consumer"),
                    "io.tributary.consumer.ConsumerService",
                    arguments,
                    onLoopback(environment),
                    log)
                .withArchiveIn(checkout.target("spark-consumer")));
  }

  /** Spark asks for the address of the machine's name, which may have none, unless it is told. */
  private static Map<String, String> onLoopback(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SPARK_LOCAL_IP", Ports.LOOPBACK);
    return all;
  }

  public ChildProcess process() {
    return process;
  }

  public void start() throws CommandFailedException {
    process.start();
  }

  @Override
  public void close() {
    process.close();
  }
}
