package io.tributary.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.runtime.time.Ticker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Limits how often each address may ask the API. An address has a bucket of tokens: one second's
 * worth of requests, which fills again at the same rate. Safe for several threads.
 */
public final class RequestLimit implements Routes {
  private static final List<String> LIMITED =
      List.of("/api/v1/*", "/pipelines/*/rows.json", "/pipelines/*/rows.csv");

  private static final int TOO_MANY = 429;
  private static final double NANOS = 1e9;

  /** The buckets of the addresses that asked last. */
  private static final int MOST_BUCKETS = 10_000;

  private final int perSecond;
  private final Ticker ticker;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_BUCKETS;
        }
      };

  /**
   * @param perSecond requests; 0 sets no limit
   */
  public RequestLimit(int perSecond, Ticker ticker) {
    this.perSecond = perSecond;
    this.ticker = ticker;
  }

  private static final class Bucket {
    private double tokens;
    private long filled;

    Bucket(double tokens, long filled) {
      this.tokens = tokens;
      this.filled = filled;
    }
  }

  /**
   * What is left to an address.
   *
   * @param tokens below 0 where the request is too many
   */
  record Left(double tokens) {}

  @Override
  public void addTo(RoutesConfig routes) {
    if (perSecond > 0) {
      LIMITED.forEach(path -> routes.before(path, this::count));
    }
  }

  private void count(Context request) {
    Left left = take(request.ip());
    long seconds =
        (long) Math.ceil(Math.max(0, perSecond - Math.max(0, left.tokens())) / perSecond);
    request
        .header("RateLimit-Policy", String.format(Locale.ROOT, "\"api\";q=%d;w=1", perSecond))
        .header(
            "RateLimit",
            String.format(
                Locale.ROOT, "\"api\";r=%d;t=%d", (long) Math.max(0, left.tokens()), seconds));
    if (left.tokens() < 0) {
      request.header("Retry-After", "1");
      throw new ProblemException(
          TOO_MANY,
          "Too many requests",
          "More than %s requests in a second came from %s: wait a second, or raise CONSOLE_REQUESTS_PER_SECOND."
              .formatted(perSecond, request.ip()));
    }
  }

  /** Takes a token, if there is one. */
  synchronized Left take(String address) {
    long now = ticker.nanos();
    Bucket bucket = buckets.computeIfAbsent(address, unknown -> new Bucket(perSecond, now));
    bucket.tokens = Math.min(perSecond, bucket.tokens + (now - bucket.filled) / NANOS * perSecond);
    bucket.filled = now;
    if (bucket.tokens < 1) {
      return new Left(-1);
    }
    bucket.tokens--;
    return new Left(bucket.tokens);
  }
}
