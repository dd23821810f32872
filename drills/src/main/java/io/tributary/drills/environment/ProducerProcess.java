package io.tributary.drills.environment;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.checkout.Checkout;
import io.tributary.stack.process.ChildJvm;
import io.tributary.stack.process.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The producer in a process of its own, for as many starts as one likes: each is the same run. */
public final class ProducerProcess implements AutoCloseable {
  private final ChildProcess process;

  /**
   * @param arguments of its command {@code run}
   */
  public ProducerProcess(
      Checkout checkout, List<String> arguments, Map<String, String> environment, Path log)
      throws CommandFailedException {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(arguments);
    this.process =
        new ChildProcess(
            new ChildJvm(
                "The producer",
                List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                checkout.classPath("producer-service"),
                "io.tributary.producer.ProducerService",
                words,
                environment,
                log));
  }

  public ChildProcess process() {
    return process;
  }

  public void start() throws CommandFailedException {
    process.start();
  }

  /**
   * Waits until the run has done all that it was asked to.
   *
   * @param otherwise what is said, with the end of the log, when it has not
   */
  public void awaitSuccess(String otherwise) throws CommandFailedException, InterruptedException {
    DrillEnvironment.require(
        process.awaitEnd(DrillEnvironment.LIMIT) && process.exitCode().orElse(1) == 0,
        "%s: %s".formatted(otherwise, process.logTail()));
  }

  @Override
  public void close() {
    process.close();
  }
}
