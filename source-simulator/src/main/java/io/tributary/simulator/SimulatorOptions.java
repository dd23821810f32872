package io.tributary.simulator;

import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import io.tributary.simulator.fault.Fault;
import io.tributary.simulator.fault.FaultRule;
import io.tributary.simulator.request.UserLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of the simulator. */
final class SimulatorOptions extends OptionGroup {
  private static final Setting<String> HOST =
      Setting.text("SIMULATOR_HOST", "127.0.0.1", "address that the simulator listens on");

  private static final Setting<Integer> PORT =
      Setting.integer("SIMULATOR_PORT", 8090, 0, 65535, "its port; 0 takes a free one");

  private static final Setting<Optional<UserLimit>> RATE_LIMIT =
      new Setting<>(
          "SIMULATOR_RATE_LIMIT",
          "users/duration such as 20000/5m, or none",
          Optional.of("20000/5m"),
          "how many users a client address gets in how long",
          false,
          SimulatorOptions::userLimit);

  private static final Setting<Boolean> RETRY_AFTER =
      Setting.flag(
          "SIMULATOR_RETRY_AFTER", false, "whether a 429 says how long to wait (Retry-After)");

  private static final Setting<List<FaultRule>> FAULTS =
      new Setting<>(
          "SIMULATOR_FAULTS",
          "list of fault:every such as 429:3,timeout:7",
          Optional.of(""),
          "what goes wrong, and every how many requests",
          false,
          SimulatorOptions::faults);

  private static final Setting<Duration> LATENCY =
      Setting.duration("SIMULATOR_LATENCY", "0ms", "time before each answer");

  private static final Setting<Duration> HANG =
      Setting.duration("SIMULATOR_HANG", "1m", "how long the fault timeout holds a request");

  private static final Setting<Integer> ITEMS =
      Setting.integer("SIMULATOR_ITEMS", 1000, 0, 100_000_000, "how many records /items has");

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

  @Override
  public List<Setting<?>> settings() {
    return List.of(HOST, PORT, RATE_LIMIT, RETRY_AFTER, FAULTS, LATENCY, HANG, ITEMS);
  }

  /** The options where they are given, else the environment. */
  SimulatorConfig config() throws UsageException {
    return new SimulatorConfig(
        value(host, HOST),
        between("--port", value(port, PORT), 65_535),
        rateLimit == null ? value(RATE_LIMIT) : rateLimit(rateLimit),
        retryAfter || value(RETRY_AFTER),
        faults.isEmpty() ? value(FAULTS) : faultRules(),
        value(latency, LATENCY),
        value(hang, HANG),
        between("--items", value(items, ITEMS), 100_000_000));
  }

  private List<FaultRule> faultRules() throws UsageException {
    List<FaultRule> rules = new ArrayList<>();
    for (FaultOptions given : faults) {
      Optional<Fault> fault = Fault.named(given.fault);
      if (fault.isEmpty()) {
        throw new UsageException(
            "--fault is '%s', expected one of %s".formatted(given.fault, Fault.words()));
      }
      rules.add(new FaultRule(fault.get(), Command.atLeastOne("--every", given.every)));
    }
    return rules;
  }

  private static Optional<UserLimit> rateLimit(String text) throws UsageException {
    try {
      return userLimit(text);
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

  private static Optional<UserLimit> userLimit(String text) {
    return text.trim().equals("none") ? Optional.empty() : Optional.of(UserLimit.parse(text));
  }

  private static List<FaultRule> faults(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(rule -> !rule.isBlank())
        .map(FaultRule::parse)
        .toList();
  }
}
