package io.tributary.producer;

import io.tributary.model.definition.SourceUrl;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.status.StatusOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code run} that are variables too. */
final class RunOptions extends OptionGroup {
  private static final Setting<Optional<URI>> SOURCE_URL =
      new Setting<>(
          "SOURCE_URL",
          "URL",
          Optional.of(""),
          "where the source is instead of the definition's url; empty leaves it there",
          false,
          text -> text.isEmpty() ? Optional.empty() : Optional.of(SourceUrl.parse(text)));

  private static final Setting<Duration> GIVE_UP_AFTER =
      Setting.duration(
          "GIVE_UP_AFTER",
          "5m",
          "give up after this long without a success from the source or from Kafka");

  private static final Setting<Integer> KAFKA_BUFFER_MIB =
      Setting.integer(
          "KAFKA_BUFFER_MIB",
          32,
          1,
          1024,
          "records waiting for Kafka, in MiB; when they are full, fetching waits");

  private static final Setting<Boolean> RECORD_RUNS =
      Setting.flag(
          "RECORD_RUNS",
          true,
          "whether a run is kept on record in Cassandra, for runs list; a run does not fail without Cassandra");

  private static final Setting<Optional<Integer>> STATUS_PORT =
      new Setting<>(
          StatusOptions.PORT.name(),
          "port number, or nothing",
          Optional.of(""),
          "port that a run shows health, readiness and metrics at; empty for none, 0 for a free one",
          false,
          text ->
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(StatusOptions.PORT.parser().apply(text)));

  @Option(
      names = "--source",
      paramLabel = "URL",
      description = "Where the source is instead of the definition's url (default: SOURCE_URL).")
  private @Nullable String source;

  @Option(
      names = "--give-up-after",
      paramLabel = "DURATION",
      description =
          "Give up after this long without a success from the source or from Kafka"
              + " (default: GIVE_UP_AFTER, 5m).")
  private @Nullable Duration giveUpAfter;

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        SOURCE_URL, GIVE_UP_AFTER, KAFKA_BUFFER_MIB, RECORD_RUNS, StatusOptions.HOST, STATUS_PORT);
  }

  /** Where the source is; none leaves that to the definition. */
  Optional<URI> source() throws UsageException {
    return source == null
        ? value(SOURCE_URL)
        : Optional.of(Command.parsed("--source", source, SourceUrl::parse));
  }

  Duration giveUpAfter() {
    return value(giveUpAfter, GIVE_UP_AFTER);
  }

  int bufferBytes() {
    return value(KAFKA_BUFFER_MIB) << 20;
  }

  boolean recordRuns() {
    return value(RECORD_RUNS);
  }

  String statusHost() {
    return value(StatusOptions.HOST);
  }

  /** None where a run shows no status. */
  Optional<Integer> statusPort() {
    return value(STATUS_PORT);
  }
}
