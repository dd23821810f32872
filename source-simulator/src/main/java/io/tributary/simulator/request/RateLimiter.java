package io.tributary.simulator.request;

import io.tributary.runtime.time.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the users that each client address asked for. The count is looked at before a request is
 * added to it, so the one that crosses the limit is still answered. Safe for use by several
 * threads.
 */
public final class RateLimiter {
  private record Window(long began, long users) {}

  private final UserLimit limit;
  private final Ticker ticker;
  private final Map<InetAddress, Window> windows = new HashMap<>();

  public RateLimiter(UserLimit limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
  }

  /** Empty when {@code client} may have {@code users} users now, else how long it has to wait. */
  public synchronized Optional<Duration> waitFor(InetAddress client, int users) {
    long now = ticker.nanos();
    windows.values().removeIf(window -> now - window.began >= limit.per().toNanos());
    Window window = windows.getOrDefault(client, new Window(now, 0));
    if (window.users >= limit.users()) {
      return Optional.of(limit.per().minusNanos(now - window.began));
    }
    windows.put(client, new Window(window.began, window.users + users));
    return Optional.empty();
  }
}
