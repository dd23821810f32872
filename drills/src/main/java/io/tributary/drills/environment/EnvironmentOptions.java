package io.tributary.drills.environment;

import java.util.Map;

/**
 * How a case is to be played.
 *
 * @param seed of all that is random in it
 * @param records to publish at least
 * @param futureRecords of {@code from-the-future}, beside these
 * @param consumerSettings of every consumer, beside those that say where everything is
 * @param secured whether Kafka and Cassandra ask every service for a login, through TLS
 * @param watched whether people are told where they can watch the case in the console
 */
public record EnvironmentOptions(
    long seed,
    int records,
    int recordsPerSecond,
    int futureRecords,
    Map<String, String> consumerSettings,
    boolean secured,
    boolean watched) {

  public EnvironmentOptions {
    consumerSettings = Map.copyOf(consumerSettings);
  }
}
