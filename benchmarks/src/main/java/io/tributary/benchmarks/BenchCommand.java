package io.tributary.benchmarks;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.stack.checkout.Checkout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code tributary bench}: how fast, on this machine. */
@CommandLine.Command(
    name = "tributary bench",
    description = {
      "Starts Kafka and Cassandra, publishes users, and measures the consumer beside what one would"
          + " use in its place: round by round, each in a JVM that stays warm.",
      "The last line of standard output is one JSON object, which begins with the ratios. Let"
          + " nothing else run meanwhile."
    })
public final class BenchCommand extends Command {
  private static final int QUICK_RECORDS = 100_000;
  private static final int FULL_RECORDS = 300_000;
  private static final int MOST_RECORDS = 10_000_000;
  private static final int MOST_ROUNDS = 100;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  @ArgGroup private Extents extents = new Extents();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these measures, separated by commas (default: sink, with --full all; --list names"
              + " them).")
  private List<String> only = List.of();

  @Option(
      names = "--variants",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these variants of the sink, separated by commas (default: plain,ours,stock, with"
              + " --full all).")
  private List<String> variants = List.of();

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Records of each round (default: 100000, with --full 300000).")
  private @Nullable Integer records;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds that count, beside one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--write",
      description = "Write tables and charts to docs/benchmarks; --full does.")
  private boolean write;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "What is kept meanwhile, and the logs (default: .tributary/bench).")
  private @Nullable Path data;

  @Option(names = "--list", description = "Name the measures, and end.")
  private boolean list;

  private static final class Extents {
    @Option(
        names = "--quick",
        description = "The sink against plain and stock, in minutes (default).")
    @SuppressWarnings("UnusedVariable") // what it says is the default
    private boolean quick;

    @Option(names = "--full", description = "Everything, with a warmer Cassandra and more records.")
    private boolean full;
  }

  public static void main(String[] arguments) {
    System.exit(execute(new BenchCommand(), arguments));
  }

  @Override
  protected void run() throws Exception {
    Checkout checkout = Checkout.current();
    BenchRun bench = new BenchRun(checkout, options(checkout), System.out, System.err);
    if (list) {
      bench.list();
      return;
    }
    Thread working = Thread.currentThread();
    try (Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, working::interrupt)) {
      try {
        bench.run();
      } catch (InterruptedException stopped) {
        if (shutdown.requested()) {
          throw new CommandFailedException(
              "The benchmark was stopped before it was done.", stopped);
        }
        throw stopped;
      }
    }
  }

  private BenchOptions options(Checkout checkout) throws UsageException {
    boolean full = extents.full;
    int chosen = records == null ? (full ? FULL_RECORDS : QUICK_RECORDS) : records;
    inRange("--records", chosen, MOST_RECORDS);
    inRange("--rounds", rounds, MOST_ROUNDS);
    return new BenchOptions(
        full,
        only,
        variants,
        chosen,
        rounds,
        (data == null ? checkout.resolve(".tributary/bench") : data).toAbsolutePath().normalize(),
        full || write ? Optional.of(checkout.resolve("docs/benchmarks")) : Optional.empty());
  }

  private static void inRange(String option, int value, int most) throws UsageException {
    if (value < 1 || value > most) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s must be from 1 to %,d; found %d.", option, most, value));
    }
  }
}
