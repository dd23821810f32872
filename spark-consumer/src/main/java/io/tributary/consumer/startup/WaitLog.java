package io.tributary.consumer.startup;

import io.tributary.runtime.retry.Waiting;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the waits of a start: when they begin, when what is waited for changes, every 10 s, and
 * when they are over. For one thread.
 */
public final class WaitLog implements Consumer<Waiting> {
  static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** What changes to and fro with each try is no news. */
  static final Duration BETWEEN_CHANGES = Duration.ofSeconds(1);

  private final Consumer<String> lines;
  private final LongSupplier nanoTime;
  private @Nullable Waiting last;
  private long began;
  private long told;

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public WaitLog(Consumer<String> lines, LongSupplier nanoTime) {
    this.lines = lines;
    this.nanoTime = nanoTime;
  }

  /** Something is still waited for. */
  @Override
  public void accept(Waiting now) {
    long time = nanoTime.getAsLong();
    if (last == null) {
      began = time;
    } else {
      Duration quiet = now.isStill(last) ? BETWEEN_LINES : BETWEEN_CHANGES;
      if (time - told < quiet.toNanos()) {
        return;
      }
    }
    last = now;
    told = time;
    lines.accept(now.toString());
  }

  /** All is there; says so if there was anything to wait for. */
  public void over() {
    if (last != null) {
      lines.accept(
          String.format(
              Locale.ROOT,
              "going on after %d s: Kafka, Cassandra, topics and tables are there",
              Duration.ofNanos(nanoTime.getAsLong() - began).toSeconds()));
      last = null;
    }
  }
}
