package io.tributary.simulator;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Configuration;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.lifecycle.Shutdown;
import io.tributary.simulator.fault.Fault;
import io.tributary.simulator.fault.FaultRule;
import io.tributary.simulator.request.UserLimit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code source-simulator}: a server that answers like randomuser.me, until it is stopped. */
@CommandLine.Command(
    name = "source-simulator",
    description = {
      "Answers like randomuser.me, with made-up users, until it is stopped.",
      "The same version, seed, page and nat give the same users."
    })
public final class SourceSimulator extends Command {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Listen on this address.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Listen on this port; 0 takes a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--rate-limit",
      paramLabel = "LIMIT",
      description = "Users that a client gets in a time, such as 20000/5m; or none.")
  private @Nullable String rateLimit;

  @Option(
      names = "--retry-after",
      description = "Say in a 429 how long to wait; randomuser.me does not.")
  private boolean retryAfter;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<FaultOptions> faults = new ArrayList<>();

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      description = "Wait before each answer, such as 200ms.")
  private @Nullable Duration latency;

  @Option(
      names = "--hang",
      paramLabel = "TIME",
      description = "How long the fault timeout holds a request.")
  private @Nullable Duration hang;

  @Option(names = "--items", paramLabel = "N", description = "How many records /items has.")
  private @Nullable Integer items;

  private static final class FaultOptions {
    @Option(
        names = "--fault",
        required = true,
        paramLabel = "FAULT",
        description =
            "What goes wrong: 429, 500, 502, 503, 504, timeout, error-body, empty, truncated, "
                + "disconnect, not-json, short or bad-record. May be given several times.")
    private String fault = "";

    @Option(
        names = "--every",
        paramLabel = "N",
        description = "Every how many requests (bad-record: records of a page). Default: 10")
    private int every = 10;
  }

  public SourceSimulator(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static void main(String[] arguments) {
    System.exit(Command.execute(new SourceSimulator(System.getenv()), arguments));
  }

  @Override
  protected List<Setting<?>> settings() {
    return SimulatorSettings.ALL;
  }

  @Override
  protected void run() throws Exception {
    SimulatorConfig config = config();
    try (SimulatorServer server = new SimulatorServer(config);
        Shutdown shutdown = Shutdown.onSignal(STOP_LIMIT, () -> {})) {
      start(server);
      say("listening on " + server.url());
      shutdown.awaitRequest();
    }
  }

  /** The options where they are given, else the environment. */
  SimulatorConfig config() throws InvalidConfigurationException, UsageException {
    Configuration read = Configuration.read(environment, SimulatorSettings.ALL);
    return new SimulatorConfig(
        or(host, read.get(SimulatorSettings.HOST)),
        between("--port", or(port, read.get(SimulatorSettings.PORT)), 65_535),
        rateLimit == null ? read.get(SimulatorSettings.RATE_LIMIT) : rateLimit(rateLimit),
        retryAfter || read.get(SimulatorSettings.RETRY_AFTER),
        faults.isEmpty() ? read.get(SimulatorSettings.FAULTS) : faultRules(),
        or(latency, read.get(SimulatorSettings.LATENCY)),
        or(hang, read.get(SimulatorSettings.HANG)),
        between("--items", or(items, read.get(SimulatorSettings.ITEMS)), 100_000_000));
  }

  private static void start(SimulatorServer server) throws CommandFailedException {
    try {
      server.start();
    } catch (IOException refused) {
      throw new CommandFailedException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private void say(String line) {
    if (spec == null) {
      throw new IllegalStateException("picocli has not made this command");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private List<FaultRule> faultRules() throws UsageException {
    List<FaultRule> rules = new ArrayList<>();
    for (FaultOptions given : faults) {
      Optional<Fault> fault = Fault.named(given.fault);
      if (fault.isEmpty()) {
        throw new UsageException(
            "--fault is '%s', expected one of %s".formatted(given.fault, Fault.words()));
      }
      if (given.every < 1) {
        throw new UsageException(
            String.format(Locale.ROOT, "--every is %d, expected 1 or more", given.every));
      }
      rules.add(new FaultRule(fault.get(), given.every));
    }
    return rules;
  }

  private static Optional<UserLimit> rateLimit(String text) throws UsageException {
    try {
      return SimulatorSettings.rateLimit(text);
    } catch (IllegalArgumentException malformed) {
      throw new UsageException(
          "--rate-limit is '%s', expected users/duration such as 20000/5m, or none".formatted(text),
          malformed);
    }
  }

  private static int between(String option, int value, int most) throws UsageException {
    if (value < 0 || value > most) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s is %d, expected 0 to %d", option, value, most));
    }
    return value;
  }

  private static <T> T or(@Nullable T option, T setting) {
    return option == null ? setting : option;
  }
}
