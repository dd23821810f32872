package io.tributary.consumer;

import io.tributary.consumer.source.Skips;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.runtime.cassandra.CassandraAddress;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import io.tributary.runtime.lifecycle.Shutdown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The streaming job's command. */
@CommandLine.Command(
    name = "consumer",
    description = {
      "Carries the records of the topics into rows and dead letters.",
      "With --mode initial it ends when all that the topics held at the start is done, and prints"
          + " what that was as one JSON object."
    })
public final class ConsumerService extends Command {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @Option(
      names = "--mode",
      paramLabel = "append|initial|reset",
      defaultValue = "append",
      description =
          "append: go on where the last consumer stopped, until told to stop; initial: read"
              + " everything from the oldest record on, then end; reset: read nothing, only note"
              + " down that the next consumer begins where --from says (default:"
              + " ${DEFAULT-VALUE}).")
  private Mode mode = Mode.APPEND;

  @Option(
      names = "--from",
      paramLabel = "earliest|latest|OFFSETS",
      description =
          "Where to begin when the checkpoint is missing or its records are gone; OFFSETS are like"
              + " users_created-0@1200,users_created-1@800, and a partition that is not among them"
              + " begins with its oldest record. A good checkpoint goes first.")
  private @Nullable String from;

  @Option(
      names = "--skip",
      paramLabel = "RECORDS",
      description =
          "A record that cannot be read, as the consumer names it: users_created-0@17, or"
              + " users_created-0@17..42 for some in a row. It is passed over, and becomes a dead"
              + " letter SKIPPED. May be given more than once; adds to SKIP_RECORDS.")
  private List<String> skipped = List.of();

  @Option(
      names = "--pipeline",
      paramLabel = "FILE|DIR",
      description = "A definition, or a folder of them (default: PIPELINES).")
  private @Nullable Path pipelines;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR|URL",
      description = "Folder of the checkpoints (default: CHECKPOINT_DIR).")
  private @Nullable String checkpoints;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final Map<String, String> environment;

  public ConsumerService() {
    this(System.getenv());
  }

  ConsumerService(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static void main(String[] arguments) {
    System.exit(execute(new ConsumerService(), arguments));
  }

  @Override
  protected List<Setting<?>> settings() {
    return ConsumerSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    Configuration configuration = Configuration.read(environment, ConsumerSettings.ALL);
    Consumer consumer = new Consumer(plan(configuration));
    try (Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, consumer::stop);
        consumer) {
      consumer.start();
      consumer.await();
      if (mode == Mode.INITIAL) {
        if (shutdown.requested()) {
          throw new CommandFailedException(
              "stopped before everything was read; start it again to read it all");
        }
        Objects.requireNonNull(spec).commandLine().getOut().println(consumer.summary());
        consumer.deleteCheckpoints();
      }
    }
  }

  private ConsumerPlan plan(Configuration configuration) throws Exception {
    Path definitions = pipelines == null ? configuration.get(StackSettings.PIPELINES) : pipelines;
    return new ConsumerPlan(
        mode,
        from == null ? Optional.empty() : Optional.of(StartingPoint.parse(from)),
        Skips.parse(configuration.get(ConsumerSettings.SKIP_RECORDS))
            .and(Skips.parse(String.join(",", skipped))),
        Definitions.load(definitions),
        String.join(",", configuration.get(StackSettings.KAFKA_BOOTSTRAP_SERVERS)),
        CassandraAddress.from(configuration),
        configuration.get(ConsumerSettings.CASSANDRA_CONSISTENCY),
        configuration.get(ConsumerSettings.WRITES_IN_FLIGHT),
        configuration.get(ConsumerSettings.COMMIT_LOG_FENCE),
        configuration.get(ConsumerSettings.FUTURE_TOLERANCE),
        configuration.get(ConsumerSettings.DEAD_LETTER_TTL),
        configuration.get(ConsumerSettings.DEAD_LETTER_ALERT_RATIO),
        checkpoints == null ? configuration.get(ConsumerSettings.CHECKPOINT_DIR) : checkpoints,
        configuration.get(ConsumerSettings.TRIGGER),
        configuration.get(ConsumerSettings.TRIGGER_INTERVAL),
        configuration.get(ConsumerSettings.EPOCH_INTERVAL),
        configuration.get(ConsumerSettings.MAX_RECORDS_PER_BATCH),
        configuration.get(ConsumerSettings.MAX_FAILURES),
        configuration.get(ConsumerSettings.SPARK_MASTER),
        configuration.get(ConsumerSettings.START_WAIT),
        configuration.get(StackSettings.STATUS_HOST),
        configuration.get(StackSettings.STATUS_PORT));
  }
}
