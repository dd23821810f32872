package io.tributary.producer;

import io.tributary.model.definition.SourceUrl;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.command.Version;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of the producer. */
public final class ProducerSettings {
  public static final Setting<Optional<URI>> SOURCE_URL =
      new Setting<>(
          "SOURCE_URL",
          "URL",
          Optional.of(""),
          "where the source is instead of the definition's url; empty leaves it there",
          false,
          text -> text.isEmpty() ? Optional.empty() : Optional.of(SourceUrl.parse(text)));

  public static final Setting<Duration> SOURCE_CONNECT_TIMEOUT =
      Setting.duration(
          "SOURCE_CONNECT_TIMEOUT", "10s", "how long connecting to the source may take");

  public static final Setting<Duration> SOURCE_READ_TIMEOUT =
      Setting.duration(
          "SOURCE_READ_TIMEOUT", "30s", "how long the source may be silent within an answer");

  public static final Setting<Duration> SOURCE_ANSWER_TIMEOUT =
      Setting.duration("SOURCE_ANSWER_TIMEOUT", "2m", "how long a whole answer may take");

  public static final Setting<Integer> SOURCE_ANSWER_MIB =
      Setting.integer(
          "SOURCE_ANSWER_MIB", 64, 1, 1024, "how large an answer of the source may be, in MiB");

  public static final Setting<Duration> GIVE_UP_AFTER =
      Setting.duration(
          "GIVE_UP_AFTER",
          "5m",
          "how long the source, or Kafka, may fail without a success in between");

  public static final Setting<Integer> KAFKA_BUFFER_MIB =
      Setting.integer(
          "KAFKA_BUFFER_MIB",
          32,
          1,
          1024,
          "records waiting for Kafka, in MiB; when they are full, fetching waits");

  public static final Setting<Optional<Integer>> STATUS_PORT =
      new Setting<>(
          StackSettings.STATUS_PORT.name(),
          "port number, or nothing",
          Optional.of(""),
          "port that a run shows health, readiness and metrics at; empty for none, 0 for a free one",
          false,
          text ->
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(StackSettings.STATUS_PORT.parser().apply(text)));

  /** What {@link #http} is made of. */
  public static final List<Setting<?>> SOURCE_LIMITS =
      List.of(
          SOURCE_CONNECT_TIMEOUT, SOURCE_READ_TIMEOUT, SOURCE_ANSWER_TIMEOUT, SOURCE_ANSWER_MIB);

  /** What {@code run} reads. */
  static final List<Setting<?>> RUN =
      List.of(
          StackSettings.PIPELINE_FILE,
          StackSettings.KAFKA_BOOTSTRAP_SERVERS,
          SOURCE_URL,
          GIVE_UP_AFTER,
          SOURCE_CONNECT_TIMEOUT,
          SOURCE_READ_TIMEOUT,
          SOURCE_ANSWER_TIMEOUT,
          SOURCE_ANSWER_MIB,
          KAFKA_BUFFER_MIB,
          StackSettings.STATUS_HOST,
          STATUS_PORT,
          StackSettings.LOG_LEVEL);

  /** What {@code create-topics} reads. */
  static final List<Setting<?>> CREATE_TOPICS =
      List.of(
          StackSettings.PIPELINES, StackSettings.KAFKA_BOOTSTRAP_SERVERS, StackSettings.LOG_LEVEL);

  public static final List<Setting<?>> ALL =
      Stream.concat(CREATE_TOPICS.stream(), RUN.stream()).distinct().toList();

  private ProducerSettings() {}

  /** What an answer of the source may cost; {@link #SOURCE_LIMITS} were read. */
  public static HttpLimits http(Configuration configuration) {
    return new HttpLimits(
        configuration.get(SOURCE_CONNECT_TIMEOUT),
        configuration.get(SOURCE_READ_TIMEOUT),
        configuration.get(SOURCE_ANSWER_TIMEOUT),
        configuration.get(SOURCE_ANSWER_MIB) << 20);
  }

  static Connections connections(Configuration configuration, List<String> kafka) {
    return new Connections(
        kafka,
        http(configuration),
        configuration.get(KAFKA_BUFFER_MIB) << 20,
        "tributary/" + Version.tributary());
  }
}
