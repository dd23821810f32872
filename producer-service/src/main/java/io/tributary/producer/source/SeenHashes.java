package io.tributary.producer.source;

import java.util.LinkedHashMap;
import java.util.Map;

/** The newest hashes of what was seen: as many as fit, and then the oldest is forgotten. */
final class SeenHashes {
  /** A loop of more pages is seen by its length: a run has a limit of pages. */
  static final int MOST = 1 << 16;

  private final Map<Long, Boolean> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Remembers a hash; whether it was there before. */
  boolean add(long hash) {
    return seen.put(hash, true) != null;
  }

  boolean contains(long hash) {
    return seen.containsKey(hash);
  }
}
