package io.tributary.producer;

import io.tributary.producer.source.Ticks;
import java.time.Duration;

/** Notices when Kafka has acknowledged nothing for a while although it should. */
final class KafkaSilence {
  private static final Duration NOTICEABLE = Duration.ofSeconds(3);

  private final Ticks ticks;
  private long acknowledged;
  private long since;

  KafkaSilence(Ticks ticks) {
    this.ticks = ticks;
    this.since = ticks.nanos();
  }

  synchronized boolean lasts(long nowSent, long nowAcknowledged) {
    if (nowAcknowledged != acknowledged || nowSent == nowAcknowledged) {
      acknowledged = nowAcknowledged;
      since = ticks.nanos();
    }
    return ticks.since(since).compareTo(NOTICEABLE) >= 0;
  }
}
