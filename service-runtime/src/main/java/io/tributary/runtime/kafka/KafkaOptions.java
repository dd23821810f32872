package io.tributary.runtime.kafka;

import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads or writes topics. */
public final class KafkaOptions extends OptionGroup {
  private static final Setting<List<String>> BOOTSTRAP_SERVERS =
      Setting.list("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", "Kafka brokers, host:port");

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Kafka brokers (default: KAFKA_BOOTSTRAP_SERVERS, localhost:9092).")
  private @Nullable List<String> bootstrapServers;

  @Override
  public List<Setting<?>> settings() {
    return List.of(BOOTSTRAP_SERVERS);
  }

  /** The connection that the options name. */
  public KafkaConnection connection() {
    return new KafkaConnection(value(bootstrapServers, BOOTSTRAP_SERVERS));
  }
}
