package io.tributary.runtime.retry;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tries something that does not work yet, again and again, until it works or the time is over. The
 * time runs from when this was made, for all that is tried with it. The last try comes at the end
 * of the time. For one thread.
 */
public final class Retry {
  private final Duration limit;
  private final Backoff backoff;
  private final Ticker ticker;
  private final long begun;

  /** Begins now, by the machine's clock. */
  public Retry(Duration limit, Backoff backoff) {
    this(limit, backoff, Ticker.system());
  }

  /**
   * Begins now.
   *
   * @param limit how long to try altogether; zero for one try
   * @param backoff how long to wait between two tries
   */
  public Retry(Duration limit, Backoff backoff, Ticker ticker) {
    this.limit = limit;
    this.backoff = backoff;
    this.ticker = ticker;
    this.begun = ticker.nanos();
  }

  /** One try. */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {
    T make() throws E, InterruptedException;
  }

  /** Something that comes true. */
  @FunctionalInterface
  public interface Condition<E extends Exception> {
    boolean holds() throws E, InterruptedException;
  }

  /**
   * The result of the first try that works. Throws the failure of the last one when the time is
   * over, or when another one cannot help.
   *
   * @param isRetriable whether another try may work after this failure
   * @param waiting told of each failure after which there is another try
   */
  public <T, E extends Exception> T call(
      Attempt<T, E> attempt, Predicate<Exception> isRetriable, Consumer<Exception> waiting)
      throws E, InterruptedException {
    while (true) {
      try {
        T result = attempt.make();
        backoff.reset();
        return result;
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failed) {
        if (!isRetriable.test(failed) || isOver()) {
          throw failed;
        }
        waiting.accept(failed);
      }
      pause();
    }
  }

  /** Returns true as soon as the condition holds, and false when it does not by the end. */
  public <E extends Exception> boolean until(Condition<E> condition)
      throws E, InterruptedException {
    while (!condition.holds()) {
      if (isOver()) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Waits before the next try, but not beyond the end of the time. */
  public void pause() throws InterruptedException {
    Duration next = backoff.next();
    Duration left = left();
    ticker.sleep(next.compareTo(left) < 0 ? next : left);
  }

  /** Something has moved: the next pause is the shortest again. */
  public void reset() {
    backoff.reset();
  }

  /** Whether the time is over. */
  public boolean isOver() {
    return elapsed().compareTo(limit) >= 0;
  }

  /** What is left of the time; never negative. */
  public Duration left() {
    Duration left = limit.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** How long it has been tried. */
  public Duration elapsed() {
    return ticker.since(begun);
  }

  /** How long to try altogether. */
  public Duration limit() {
    return limit;
  }

  /** What to tell people while {@code what}, a clause, is waited for. */
  public Waiting waitingFor(String what, String why) {
    return new Waiting(what, why, elapsed(), limit);
  }
}
