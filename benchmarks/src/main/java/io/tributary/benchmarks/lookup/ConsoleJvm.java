package io.tributary.benchmarks.lookup;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.host.Ports;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The console in a process of its own, with the heap and the options that it has in Compose. */
public final class ConsoleJvm implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final ChildProcess process;
  private final int port = new Ports().free();

  /**
   * @param environment the service's settings
   */
  public ConsoleJvm(Checkout checkout, Map<String, String> environment, Path log)
      throws CommandFailedException {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("CONSOLE_HOST", Ports.LOOPBACK);
    settings.put("CONSOLE_PORT", Integer.toString(port));
    this.process =
        new ChildProcess(
            new ChildJvm(
                "The console",
                List.of(
                    "@" + checkout.resolve("docker/java-options"),
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError"),
                checkout.classPath("console"),
                "io.tributary.console.ConsoleCommand",
                List.of(),
                settings,
                log));
  }

  /** Whether the console at a port answers what it is to be asked. */
  @FunctionalInterface
  public interface Question {
    boolean isAnswered(int port) throws Exception;
  }

  /** Starts it; returns when it answers: it serves before it has found Cassandra. */
  public void start(Question question) throws CommandFailedException, InterruptedException {
    process.start();
    process.awaitReady(() -> question.isAnswered(port), START_LIMIT);
  }

  public int port() {
    return port;
  }

  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
