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

  /** A request was acknowledged. */
  void answered() {
    if (away) {
      cameBack();
    }
  }

  /** A request failed for a reason that passes. */
  synchronized void failed(Throwable why) {
    if (!away) {
      away = true;
      awaySince = System.nanoTime();
      LOG.warn(
          "Cassandra does not take writes ({}): keeping them and trying again until it does",
          firstLine(why));
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

  static String firstLine(Throwable why) {
    String message = String.valueOf(why.getMessage());
    String first = message.lines().findFirst().orElse("");
    String shortened = first.length() > 200 ? first.substring(0, 200) + "…" : first;
    return why.getClass().getSimpleName() + ": " + shortened;
  }
}
