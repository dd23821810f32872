package io.tributary.verifier;

import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.StackSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that read or write topics: where Kafka is. */
final class KafkaOption {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Kafka brokers (default: KAFKA_BOOTSTRAP_SERVERS, localhost:9092).")
  private @Nullable List<String> kafka;

  /** The option's, or else the configured ones. */
  List<String> brokers(Configuration configuration) {
    return kafka == null ? configuration.get(StackSettings.KAFKA_BOOTSTRAP_SERVERS) : kafka;
  }
}
