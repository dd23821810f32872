package io.tributary.consumer.startup;

import io.tributary.runtime.retry.Waiting;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
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
  private final Ticker ticker;
  private @Nullable Waiting last;
  private long began;
  private long told;

  public WaitLog(Consumer<String> lines, Ticker ticker) {
    this.lines = lines;
    this.ticker = ticker;
  }

  /** Something is still waited for. */
  @Override
  public void accept(Waiting now) {
    long time = ticker.nanos();
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

  /** Everything is available; logs it if there was anything to wait for. */
  public void over() {
    if (last != null) {
      lines.accept(
          String.format(
              Locale.ROOT,
              "continuing after %d s: Kafka, Cassandra, topics and tables are available",
              ticker.since(began).toSeconds()));
      last = null;
    }
  }
}
