package io.tributary.consumer.startup;

import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Asks Cassandra again and again, until a time is over that runs from when this was made. */
final class Patience {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final Duration limit;
  private final Consumer<Waiting> waits;
  private final long begun = System.nanoTime();

  /**
   * @param waits told with each try what is waited for
   */
  Patience(Duration limit, Consumer<Waiting> waits) {
    this.limit = limit;
    this.waits = waits;
  }

  /** Asks Cassandra something. */
  @FunctionalInterface
  interface Question<T, E extends Exception> {
    T ask() throws E;
  }

  /**
   * The answer. Throws what the driver has said last when the time is over, or when it will say the
   * same for ever.
   *
   * @param what is waited for, a clause
   * @param passes whether another try may get an answer
   */
  <T, E extends Exception> T ask(
      String what, Predicate<DriverException> passes, Question<T, E> question)
      throws E, InterruptedException {
    while (true) {
      try {
        return question.ask();
      } catch (DriverException failed) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        if (elapsed.compareTo(limit) >= 0 || !passes.test(failed)) {
          throw failed;
        }
        waits.accept(new Waiting(what, String.valueOf(failed.getMessage()), elapsed, limit));
        Thread.sleep(BETWEEN_TRIES.toMillis());
      }
    }
  }
}
