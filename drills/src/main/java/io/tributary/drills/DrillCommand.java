package io.tributary.drills;

import io.tributary.drills.cases.Case;
import io.tributary.drills.cases.Cases;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.stack.checkout.Checkout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code tributary drill}: proves the promises, on this machine. */
@CommandLine.Command(
    name = "tributary drill",
    description = {
      "Starts Kafka, Cassandra and the consumer, publishes records, kills and freezes what can be"
          + " killed and frozen, heals it, and then holds what Kafka acknowledged against rows and"
          + " dead letters: each record exactly once, with its values, and nothing more.",
      "Everything random follows from the seed, which is printed. The last line of standard output"
          + " is one JSON object. The exit code is 0 only when every account settles."
    })
public final class DrillCommand extends Command {
  private static final String ELSEWHERE =
      "Not here, but a matter of the containers' tests: a worker or the driver of a Spark cluster lost, docker compose kill.";
  private static final int MOST_RECORDS = 5_000_000;
  private static final int MOST_SEED = 1_000_000;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  @Option(
      names = "--case",
      paramLabel = "NAME",
      split = ",",
      description = "Only these, separated by commas (default: all; --list names them).")
  private @Nullable List<String> names;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often, each time with another seed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many records a case publishes at least (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "4000",
      description = "Records per second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--future-records",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "How many records with a time in the future from-the-future publishes"
              + " (default: ${DEFAULT-VALUE}).")
  private int futureRecords;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first round; the next round has the next (default: any).")
  private @Nullable Long seed;

  @Option(
      names = "--consumer",
      paramLabel = "NAME=VALUE",
      description = "A setting for every consumer, such as TRIGGER_INTERVAL=1s; may be repeated.")
  private Map<String, String> consumerSettings = Map.of();

  @Option(
      names = "--secured",
      description =
          "Let Kafka and Cassandra ask every service for a login and a certificate, through TLS.")
  private boolean secured;

  @Option(
      names = "--console",
      description =
          "Serve the console beside each case, and print its address: see what it says of a fault.")
  private boolean watched;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the cases keep what they need; one that passes leaves nothing"
              + " (default: .tributary/drill of the project).")
  private @Nullable Path data;

  @Option(names = "--list", description = "Name the cases and what each proves, and end.")
  private boolean list;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(execute(new DrillCommand(), arguments));
  }

  @Override
  protected void run() throws Exception {
    if (list) {
      Cases.all().forEach(one -> System.out.printf("%-22s %s%n", one.name(), one.claim()));
      System.out.println(ELSEWHERE);
      return;
    }
    Checkout checkout = Checkout.current();
    DrillOptions options = options(checkout);
    Thread working = Thread.currentThread();
    try (Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, working::interrupt)) {
      try {
        new DrillRun(checkout, options, System.out, System.err).run();
      } catch (InterruptedException stopped) {
        if (shutdown.requested()) {
          throw new CommandFailedException("The drill was stopped before it was done.", stopped);
        }
        throw stopped;
      }
    }
  }

  private DrillOptions options(Checkout checkout) throws UsageException {
    inRange("--rounds", rounds, 1_000);
    inRange("--records", records, MOST_RECORDS);
    inRange("--rate", rate, MOST_RECORDS);
    inRange("--future-records", futureRecords, MOST_RECORDS);
    Path folder = data == null ? checkout.resolve(".tributary/drill") : data;
    return new DrillOptions(
        cases(),
        rounds,
        records,
        rate,
        futureRecords,
        seed == null ? ThreadLocalRandom.current().nextInt(MOST_SEED) : seed,
        consumerSettings,
        secured,
        watched,
        folder.toAbsolutePath().normalize(),
        spec != null && spec.commandLine().getParseResult().originalArgs().contains("--debug"));
  }

  private List<Case> cases() throws UsageException {
    if (names == null) {
      return Cases.all();
    }
    List<Case> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          Cases.all().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> new UsageException("There is no case '%s': see --list.".formatted(name))));
    }
    return chosen;
  }

  private static void inRange(String option, int value, int most) throws UsageException {
    if (value < 1 || value > most) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s must be from 1 to %,d; found %d.", option, most, value));
    }
  }
}
