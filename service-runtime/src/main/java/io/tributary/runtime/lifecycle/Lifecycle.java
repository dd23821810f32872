package io.tributary.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of a service. They are closed in the reverse of the order they came in, every
 * one of them, even if closing another fails. Safe for use by several threads.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private record Part(String name, AutoCloseable part) {}

  private final Deque<Part> running = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes over a part that needs no start, and returns it.
   *
   * @throws IllegalStateException after {@link #close()}; the part is then closed
   */
  public synchronized <T extends AutoCloseable> T add(String name, T part) {
    if (closed) {
      IllegalStateException tooLate =
          new IllegalStateException(name + " came after the service was stopped");
      closeInto(new Part(name, part), tooLate);
      throw tooLate;
    }
    running.push(new Part(name, part));
    return part;
  }

  /** Takes over {@code part}, starts it and returns it; what fails to start is closed. */
  public <T extends Startable> T start(String name, T part) throws Exception {
    long began = System.nanoTime();
    add(name, part);
    try {
      part.start();
    } catch (Throwable failure) {
      Part failed = forget(part);
      if (failed != null) {
        closeInto(failed, failure);
      }
      throw failure;
    }
    LOG.debug("started {} in {} ms", name, (System.nanoTime() - began) / 1_000_000);
    return part;
  }

  /**
   * Closes all parts, the last one first. A second call does nothing.
   *
   * @throws IllegalStateException for the first part that failed to close, the others suppressed
   */
  @Override
  public synchronized void close() {
    closed = true;
    IllegalStateException failed = null;
    while (!running.isEmpty()) {
      Part next = running.pop();
      try {
        next.part.close();
        LOG.debug("stopped {}", next.name);
      } catch (Exception failure) {
        if (failure instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        IllegalStateException named =
            new IllegalStateException(
                "%s did not stop cleanly: %s".formatted(next.name, failure), failure);
        if (failed == null) {
          failed = named;
        } else {
          failed.addSuppressed(named);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private synchronized @Nullable Part forget(AutoCloseable part) {
    Part found = running.stream().filter(held -> held.part == part).findFirst().orElse(null);
    if (found != null) {
      running.remove(found);
    }
    return found;
  }

  private static void closeInto(Part part, Throwable failure) {
    try {
      part.part.close();
    } catch (Exception another) {
      failure.addSuppressed(another);
    }
  }
}
