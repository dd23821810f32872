package io.tributary.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A thread for what a task of Spark's does, whose waiting can be seen. */
public final class TaskThread implements AutoCloseable {
  private volatile @Nullable Thread thread;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "task");
            thread = made;
            return made;
          });

  public <T> Future<T> submit(Callable<T> work) {
    return executor.submit(work);
  }

  /**
   * Returns once the thread waits in the middle of its work: only then does it say something that
   * the work is not done.
   */
  public void awaitBlocked(Future<?> work) {
    await()
        .until(
            () -> {
              Thread.State state = thread == null ? Thread.State.NEW : thread.getState();
              return work.isDone()
                  || state == Thread.State.WAITING
                  || state == Thread.State.TIMED_WAITING;
            });
    assertThat(work).isNotDone();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
