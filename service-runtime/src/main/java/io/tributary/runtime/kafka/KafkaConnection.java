package io.tributary.runtime.kafka;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where Kafka is and how its clients connect. What it holds works in another process too.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port}; at least one
 */
public record KafkaConnection(List<String> bootstrapServers, KafkaSecurity security)
    implements Serializable {

  public KafkaConnection {
    if (bootstrapServers.isEmpty()) {
      throw new IllegalArgumentException("no broker");
    }
    bootstrapServers = List.copyOf(bootstrapServers);
  }

  /** Brokers that ask for no login, separated by commas. */
  public static KafkaConnection at(String bootstrapServers) {
    return new KafkaConnection(Arrays.asList(bootstrapServers.split(",")), KafkaSecurity.NONE);
  }

  /** The brokers as people write them. */
  public String hosts() {
    return String.join(",", bootstrapServers);
  }

  /** What every client of Kafka is told of the connection; it may hold secrets. */
  public Map<String, Object> clientSettings() {
    Map<String, Object> settings = new HashMap<>(security.clientSettings());
    settings.put("bootstrap.servers", hosts());
    return settings;
  }

  @Override
  public String toString() {
    return "Kafka at " + hosts();
  }
}
