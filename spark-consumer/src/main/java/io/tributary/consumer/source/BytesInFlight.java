package io.tributary.consumer.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes of the rows between the thread that reads a partition without batches and the
 * one that writes: Spark's queue between them bounds their number only. Safe for both threads.
 */
public final class BytesInFlight {
  /** Each partition of a process may have so much on its way, and one record more. */
  static final long MAX_BYTES = PollBudget.BYTES;

  /** To see that the task is over. */
  private static final long PAUSE_MS = 100;

  // the reader is made by the thread that writes, and Spark passes nothing but rows between them
  private static final ThreadLocal<BytesInFlight> TO_THREAD =
      ThreadLocal.withInitial(BytesInFlight::new);

  private final Deque<Long> sizes = new ArrayDeque<>();
  private long bytes;

  /** Those to the thread that asks, which has none yet. */
  static BytesInFlight begin() {
    TO_THREAD.remove();
    return TO_THREAD.get();
  }

  /** Tells that the next row has arrived in this thread. */
  public static void arrived() {
    TO_THREAD.get().next();
  }

  /** Waits until there is room for a row; false when the task is over before. */
  synchronized boolean awaitRoom(BooleanSupplier stopped) {
    while (bytes >= MAX_BYTES && !stopped.getAsBoolean()) {
      try {
        wait(PAUSE_MS);
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return bytes < MAX_BYTES;
  }

  synchronized void left(long bytesOfRow) {
    sizes.add(bytesOfRow);
    bytes += bytesOfRow;
  }

  private synchronized void next() {
    Long size = sizes.poll();
    if (size != null) {
      bytes -= size;
      notifyAll();
    }
  }
}
