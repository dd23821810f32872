package io.tributary.model.topic;

import java.util.Map;
import java.util.Optional;

/**
 * How a topic is set, as Kafka tells it.
 *
 * @param replication least number of replicas of a partition
 * @param values by the settings' names, the broker's defaults among them; a broker that is older
 *     than a setting does not have it
 */
public record TopicSettings(String name, int replication, Map<String, String> values) {
  public TopicSettings {
    values = Map.copyOf(values);
  }

  Optional<String> text(String setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** A number that counts something; nothing where there is none, or no limit, which is -1. */
  Optional<Long> number(String setting) {
    try {
      return text(setting).map(Long::parseLong).filter(value -> value >= 0);
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }
}
