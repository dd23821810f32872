package io.tributary.consumer.cassandra;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Cassandra answers, as all tasks of this JVM see it together: logs when that changes and
 * only then. Safe for several threads.
 */
public final class Availability {
  private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

  private volatile boolean away;
  private long awaySince;

  /** Cassandra answered. */
  public void answered() {
    if (away) {
      cameBack();
    }
  }

  /** A request failed for a reason that passes. */
  public void failed(Throwable why) {
    failed(FirstLine.of(why));
  }

  /** Cassandra does not answer. */
  public synchronized void failed(String why) {
    if (!away) {
      away = true;
      awaySince = System.nanoTime();
      LOG.warn(
          "Cassandra does not take writes ({}): keeping them and trying again until it does", why);
    }
  }

  private synchronized void cameBack() {
    if (away) {
      away = false;
      double seconds = (System.nanoTime() - awaySince) / 1e9;
      LOG.info(
          "Cassandra takes writes again, after {} s", String.format(Locale.ROOT, "%.1f", seconds));
    }
  }
}
