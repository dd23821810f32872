package io.tributary.producer;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;

/** Notices when Kafka has acknowledged nothing for a while although it should. */
final class AcknowledgementWatch {
  private static final Duration NOTICEABLE = Duration.ofSeconds(3);

  private final Ticker ticker;
  private long acknowledged;
  private long since;

  AcknowledgementWatch(Ticker ticker) {
    this.ticker = ticker;
    this.since = ticker.nanos();
  }

  synchronized boolean lasts(long nowSent, long nowAcknowledged) {
    if (nowAcknowledged != acknowledged || nowSent == nowAcknowledged) {
      acknowledged = nowAcknowledged;
      since = ticker.nanos();
    }
    return ticker.since(since).compareTo(NOTICEABLE) >= 0;
  }
}
