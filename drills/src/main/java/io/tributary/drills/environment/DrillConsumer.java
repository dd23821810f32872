package io.tributary.drills.environment;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;

/** A consumer of a drill: what it says in its log, and how it ends. */
public final class DrillConsumer implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final ConsumerProcess consumer;

  DrillConsumer(ConsumerProcess consumer) {
    this.consumer = consumer;
  }

  public ChildProcess process() {
    return consumer.process();
  }

  /** Starts it again after it has ended. */
  public void start() throws CommandFailedException {
    consumer.start();
  }

  /** All that its latest start has logged. */
  public String said() throws IOException {
    return Files.exists(process().log()) ? Files.readString(process().log()) : "";
  }

  /** Waits until it has said this in its log, dead or alive. */
  public void awaitSaid(String words)
      throws IOException, CommandFailedException, InterruptedException {
    Retry retry = new Retry(DrillEnvironment.LIMIT, Backoff.every(BETWEEN_LOOKS));
    while (!said().contains(words)) {
      if (retry.isOver() || !process().isAlive()) {
        throw new CommandFailedException(
            "The consumer did not say '%s'; %s ends: %s"
                .formatted(words, process().log(), process().logTail()));
      }
      retry.pause();
    }
  }

  /** Waits until its query runs. */
  public void awaitRunning() throws IOException, CommandFailedException, InterruptedException {
    awaitSaid("ready: ");
  }

  /** Waits until the process ends by itself, and returns what it said in this life. */
  public String awaitEnd(int exitCode) throws Exception {
    if (!process().awaitEnd(DrillEnvironment.LIMIT)) {
      throw new CommandFailedException("The consumer goes on where it had to stop.");
    }
    int found = process().exitCode().orElseThrow();
    if (found != exitCode) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "The consumer ended with exit code %d instead of %d: %s",
              found,
              exitCode,
              process().logTail()));
    }
    return said();
  }

  /** Stops it as an operator would, which has to work. */
  public void stop() throws Exception {
    process().askToStop();
    if (!process().awaitEnd(STOP_LIMIT)) {
      throw new CommandFailedException("The consumer does not stop.");
    }
    awaitEnd(0);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
