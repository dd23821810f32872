package io.tributary.consumer.cassandra;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Cassandra answers, as all tasks of this JVM see it together: tells when that changes and
 * only then. Safe for several threads.
 */
public final class Availability {
  private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

  /** Told of changes. */
  interface Changes {
    void away(String why);

    void back(Duration after);
  }

  /** A request that fails while others succeed is nothing to talk about. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Changes changes;
  private final Ticker ticker;
  private volatile boolean failing;
  private long failingSince;
  private boolean told;

  /** Tells the log. */
  public Availability() {
    this(new Logged(), Ticker.system());
  }

  Availability(Changes changes, Ticker ticker) {
    this.changes = changes;
    this.ticker = ticker;
  }

  /** Cassandra answered. */
  public void answered() {
    if (failing) {
      cameBack();
    }
  }

  /** A request failed for a reason that passes. */
  public void failed(Throwable why) {
    failed(FirstLine.of(why));
  }

  /** Cassandra does not answer. */
  public synchronized void failed(String why) {
    if (!failing) {
      failing = true;
      failingSince = ticker.nanos();
    }
    if (!told && silence().compareTo(PATIENCE) >= 0) {
      told = true;
      changes.away(why);
    }
  }

  private synchronized void cameBack() {
    if (told) {
      changes.back(silence());
    }
    failing = false;
    told = false;
  }

  private Duration silence() {
    return ticker.since(failingSince);
  }

  private static final class Logged implements Changes {
    @Override
    public void away(String why) {
      LOG.warn("Cassandra does not accept writes ({}): keeping the records and retrying", why);
    }

    @Override
    public void back(Duration after) {
      LOG.info(
          "Cassandra accepts writes again, after {} s",
          String.format(Locale.ROOT, "%.1f", after.toMillis() / 1e3));
    }
  }
}
