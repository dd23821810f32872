package io.tributary.runtime.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM and SIGINT do while a command works: they ask it to stop, and it ends as it sees
 * fit, with its own exit code. If it has not ended after a limit, or a second signal comes, the
 * process is ended with exit code 1.
 *
 * <p>Signals are handled before the JVM begins to shut down, not by a shutdown hook: in a hook the
 * exit code is the signal's for good, and Spark's own hooks would stop Spark under the feet of a
 * query that is about to finish its batch.
 */
public final class Shutdown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final List<String> SIGNALS = List.of("TERM", "INT");

  private final Runnable stop;
  private final Duration limit;
  private final IntConsumer halt;
  private final AtomicInteger signals = new AtomicInteger();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<SignalHandling> taken = new ArrayList<>();

  Shutdown(Duration limit, Runnable stop, IntConsumer halt) {
    this.limit = limit;
    this.stop = stop;
    this.halt = halt;
  }

  /**
   * From now until {@link #close()} a signal calls {@code stop}, which must return soon and be safe
   * to call from another thread. Close it after the last thing that must not be cut off.
   */
  public static Shutdown onSignal(Duration limit, Runnable stop) {
    Shutdown shutdown = new Shutdown(limit, stop, Runtime.getRuntime()::halt);
    shutdown.install();
    return shutdown;
  }

  /** Waits for a signal, for a command that has nothing to do but to be there. */
  public void awaitRequest() throws InterruptedException {
    requested.await();
  }

  /** Whether a signal has come. */
  public boolean requested() {
    return signals.get() > 0;
  }

  /** The command has ended: signals mean again what they meant before. */
  @Override
  public synchronized void close() {
    ended.countDown();
    taken.forEach(SignalHandling::close);
    taken.clear();
  }

  private synchronized void install() {
    for (String name : SIGNALS) {
      try {
        taken.add(SignalHandling.of(name, () -> received(name)));
      } catch (UnsupportedOperationException notOurs) {
        LOG.warn("SIG{} will end the process at once: {}", name, notOurs.getMessage());
      }
    }
  }

  /** Runs in a thread of its own for each signal. */
  void received(String name) {
    requested.countDown();
    if (signals.incrementAndGet() > 1) {
      LOG.warn("SIG{} again: ending at once", name);
      halt.accept(1);
      return;
    }
    LOG.info("SIG{}: stopping, at most {} s", name, limit.toSeconds());
    try {
      stop.run();
      if (ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      LOG.error("not stopped after {} s: ending at once", limit.toSeconds());
    } catch (InterruptedException | RuntimeException failure) {
      LOG.error("stopping failed: ending at once", failure);
    }
    halt.accept(1);
  }
}
