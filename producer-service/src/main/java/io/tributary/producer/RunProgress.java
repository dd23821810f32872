package io.tributary.producer;

import java.util.Locale;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param fetched records that the source returned
 * @param published records acknowledged in the events' topic
 * @param rejected records acknowledged in the rejected topic
 * @param perSecond records acknowledged per second since the run began
 * @param waitingFor what the run waits for, if it is waiting
 */
public record RunProgress(
    long fetched, long published, long rejected, double perSecond, Optional<String> waitingFor) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "fetched %,d, published %,d, rejected %,d (%,.0f/s)%s",
        fetched,
        published,
        rejected,
        perSecond,
        waitingFor.map(what -> ", waiting for " + what).orElse(""));
  }
}
