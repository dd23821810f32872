package io.tributary.verifier.preflight;

import java.net.URI;
import java.util.Optional;

/** The consumer says of itself that it is ready. */
public final class ConsumerReady implements Need {
  private static final int OK = 200;

  private final URI ready;
  private final HttpProbe probe;

  /**
   * @param consumer address of its status endpoint, without a path
   */
  public ConsumerReady(URI consumer, HttpProbe probe) {
    this.ready = consumer.resolve("/ready");
    this.probe = probe;
  }

  @Override
  public Optional<String> missing() throws InterruptedException {
    return probe
        .trouble(ready, status -> status == OK)
        .map(
            trouble ->
                "the consumer is not ready (%s %s): look at what spark-consumer logs"
                    .formatted(ready, trouble));
  }
}
