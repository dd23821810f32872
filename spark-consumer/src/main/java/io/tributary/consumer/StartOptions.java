package io.tributary.consumer;

import io.tributary.consumer.source.Skips;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a consumer does when it starts. */
final class StartOptions extends OptionGroup {
  private static final Setting<String> CHECKPOINT_DIR =
      Setting.text(
          "CHECKPOINT_DIR",
          "checkpoints",
          "folder of the checkpoints, with one folder for each pipeline: a path, or a URL that Hadoop understands");

  private static final Setting<String> SKIP_RECORDS =
      Setting.text(
          "SKIP_RECORDS",
          "",
          "unreadable records to skip, such as users_created-0@17 or users_created-0@17..42, separated by commas; each becomes a dead letter SKIPPED; --skip adds to them");

  private static final Setting<Duration> START_WAIT =
      Setting.duration(
          "START_WAIT",
          "2m",
          "how long to wait for Kafka, Cassandra, topics and tables when the process starts");

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

  @Option(
      names = "--tables",
      paramLabel = "NAME,NAME",
      split = ",",
      description =
          "With --mode initial: fill only these tables, such as one that a definition names since today, while another consumer goes on with the stream. Other pipelines are left alone.")
  private List<String> tables = List.of();

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR|URL",
      description = "Folder of the checkpoints (default: CHECKPOINT_DIR).")
  private @Nullable String checkpoints;

  @Override
  public List<Setting<?>> settings() {
    return List.of(CHECKPOINT_DIR, SKIP_RECORDS, START_WAIT);
  }

  /**
   * What the options say.
   *
   * @throws UsageException when a starting point or records to skip are malformed, or options do
   *     not go together
   */
  StartSettings start() throws UsageException {
    if (!tables.isEmpty() && mode != Mode.INITIAL) {
      throw new UsageException(
          "--tables goes with --mode initial alone: add that, or leave it out");
    }
    return new StartSettings(
        mode,
        from == null ? Optional.empty() : Optional.of(StartingPoint.parse(from)),
        Skips.parse(value(SKIP_RECORDS)).and(Skips.parse(String.join(",", skipped))),
        tables,
        value(checkpoints, CHECKPOINT_DIR),
        value(START_WAIT));
  }
}
