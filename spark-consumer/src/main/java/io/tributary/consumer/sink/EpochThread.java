package io.tributary.consumer.sink;

import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousExecution;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The thread that Spark has beside each task of a query without batches, to put the marks of epochs
 * into the queue of records. When the query ends while the queue is full the thread waits there for
 * ever, and keeps the queue's records with it: Spark's {@code ContinuousQueuedDataReader} shuts it
 * down without an interruption (3.5).
 */
final class EpochThread {
  /** The beginning of its name, before the query's epochs and the partition. */
  static final String PREFIX = "epoch-poll--";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** Spark closes the task's reader, which ends a thread that does not wait, within moments. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The tasks that are cared for: a task has a writer for each epoch. */
  private static final Set<Long> TASKS = ConcurrentHashMap.newKeySet();

  private EpochThread() {}

  /** Lets the thread of this thread's task end with the task; a second call does nothing. */
  static void endsWithTask() {
    TaskContext task = TaskContext.get();
    if (task == null || !TASKS.add(task.taskAttemptId())) {
      return;
    }
    String name =
        PREFIX
            + task.getLocalProperty(ContinuousExecution.EPOCH_COORDINATOR_ID_KEY())
            + "--"
            + task.partitionId();
    TaskCompletionListener listener =
        ended -> {
          TASKS.remove(ended.taskAttemptId());
          end(name);
        };
    task.addTaskCompletionListener(listener);
  }

  /**
   * Interrupts the thread, in the background, until it is gone: it may come to wait only after the
   * task has ended.
   */
  static void end(String name) {
    Thread ending =
        new Thread(
            () -> {
              try {
                boolean unused =
                    new Retry(LIMIT, Backoff.every(BETWEEN_LOOKS)).until(() -> !interrupt(name));
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            },
            "end-of-" + name);
    ending.setDaemon(true);
    ending.start();
  }

  /** Whether there is such a thread. */
  private static boolean interrupt(String name) {
    boolean there = false;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        thread.interrupt();
        there = true;
      }
    }
    return there;
  }
}
