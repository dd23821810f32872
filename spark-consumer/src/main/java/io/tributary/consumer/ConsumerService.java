package io.tributary.consumer;

import io.tributary.consumer.source.Skips;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.runtime.cassandra.CassandraOptions;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.PipelinesOptions;
import io.tributary.runtime.kafka.KafkaOptions;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.runtime.status.StatusOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The streaming job's command. */
@CommandLine.Command(
    name = "consumer",
    description = {
      "Writes the records of the topics to Cassandra, as rows and dead letters.",
      "With --mode initial it processes what the topics contain at the start, prints a summary as one JSON object, and ends."
    })
public final class ConsumerService extends Command {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @Option(
      names = "--mode",
      paramLabel = "append|initial|reset",
      defaultValue = "append",
      description =
          "append: continue where the last consumer stopped, until it is stopped; initial: read everything from the oldest record, then end; reset: read nothing, only set where the next consumer begins, as given by --from (default:"
              + " ${DEFAULT-VALUE}).")
  private Mode mode = Mode.APPEND;

  @Option(
      names = "--from",
      paramLabel = "earliest|latest|OFFSETS",
      description =
          "Where to begin if the checkpoint is missing or its records are gone. OFFSETS are like users_created-0@1200,users_created-1@800; other partitions begin at their oldest record. A valid checkpoint takes precedence.")
  private @Nullable String from;

  @Option(
      names = "--skip",
      paramLabel = "RECORDS",
      description =
          "A record that cannot be read, as the consumer names it: users_created-0@17, or users_created-0@17..42 for several. It is skipped and becomes a dead letter SKIPPED. Can be repeated; adds to SKIP_RECORDS.")
  private List<String> skipped = List.of();

  @Mixin private final PipelinesOptions pipelines = new PipelinesOptions();

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Mixin private final StatusOptions status = new StatusOptions();

  @Mixin private final ConsumerSettings settings = new ConsumerSettings();

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR|URL",
      description = "Folder of the checkpoints (default: CHECKPOINT_DIR).")
  private @Nullable String checkpoints;

  public static void main(String[] arguments) {
    System.exit(execute(new ConsumerService(), arguments));
  }

  @Override
  protected void run() throws Exception {
    Consumer consumer = new Consumer(plan());
    try (Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, consumer::stop);
        consumer) {
      consumer.start();
      consumer.await();
      if (mode == Mode.INITIAL) {
        if (shutdown.requested()) {
          throw new CommandFailedException(
              "stopped before everything was read; run it again to read everything");
        }
        out().println(consumer.summary());
        consumer.deleteCheckpoints();
      }
    }
  }

  private ConsumerPlan plan() throws Exception {
    return new ConsumerPlan(
        mode,
        from == null ? Optional.empty() : Optional.of(StartingPoint.parse(from)),
        Skips.parse(settings.get(ConsumerSettings.SKIP_RECORDS))
            .and(Skips.parse(String.join(",", skipped))),
        pipelines.read(Definitions::load),
        kafka.connection().hosts(),
        cassandra.connection(),
        settings.get(ConsumerSettings.CASSANDRA_CONSISTENCY),
        settings.get(ConsumerSettings.WRITES_IN_FLIGHT),
        settings.get(ConsumerSettings.COMMIT_LOG_FENCE),
        settings.get(ConsumerSettings.FUTURE_TOLERANCE),
        settings.get(ConsumerSettings.DEAD_LETTER_TTL),
        settings.get(ConsumerSettings.DEAD_LETTER_ALERT_RATIO),
        checkpoints == null ? settings.get(ConsumerSettings.CHECKPOINT_DIR) : checkpoints,
        settings.get(ConsumerSettings.TRIGGER),
        settings.get(ConsumerSettings.TRIGGER_INTERVAL),
        settings.get(ConsumerSettings.EPOCH_INTERVAL),
        settings.get(ConsumerSettings.MAX_RECORDS_PER_BATCH),
        settings.get(ConsumerSettings.MAX_FAILURES),
        settings.get(ConsumerSettings.SPARK_MASTER),
        settings.get(ConsumerSettings.START_WAIT),
        status.host(),
        status.port());
  }
}
