package io.tributary.producer.publish;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times of a run's records: that of the page's fetch, made later where needed so that pages
 * have strictly increasing times and a key that occurs again within a page gets a later
 * millisecond. So no two records of a run with one key have one time, and "newest wins" has no ties
 * to break. For one thread.
 */
final class CreateTimes {
  private final Map<ByteBuffer, Long> latestOfKey = new HashMap<>();
  private long page;
  private long latest = -1;

  /** A new page begins. */
  void startPage(Instant fetchedAt) {
    latestOfKey.clear();
    page = Math.max(fetchedAt.toEpochMilli(), latest + 1);
    latest = page;
  }

  /** The time of the page's next record, in milliseconds since the epoch. */
  long next(byte @Nullable [] key) {
    if (key == null) {
      return page;
    }
    long time = latestOfKey.merge(ByteBuffer.wrap(key), page, (before, first) -> before + 1);
    latest = Math.max(latest, time);
    return time;
  }
}
