package io.tributary.simulator;

import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.StackSettings;
import io.tributary.simulator.fault.FaultRule;
import io.tributary.simulator.request.UserLimit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The settings of the simulator. */
public final class SimulatorSettings {
  public static final Setting<String> HOST =
      Setting.text("SIMULATOR_HOST", "127.0.0.1", "address that the simulator listens on");

  public static final Setting<Integer> PORT =
      Setting.integer("SIMULATOR_PORT", 8090, 0, 65535, "its port; 0 takes a free one");

  public static final Setting<Optional<UserLimit>> RATE_LIMIT =
      new Setting<>(
          "SIMULATOR_RATE_LIMIT",
          "users/duration such as 20000/5m, or none",
          Optional.of("20000/5m"),
          "how many users a client address gets in how long",
          false,
          SimulatorSettings::rateLimit);

  public static final Setting<Boolean> RETRY_AFTER =
      Setting.flag(
          "SIMULATOR_RETRY_AFTER", false, "whether a 429 says how long to wait (Retry-After)");

  public static final Setting<List<FaultRule>> FAULTS =
      new Setting<>(
          "SIMULATOR_FAULTS",
          "list of fault:every such as 429:3,timeout:7",
          Optional.of(""),
          "what goes wrong, and every how many requests",
          false,
          SimulatorSettings::faults);

  public static final Setting<Duration> LATENCY =
      Setting.duration("SIMULATOR_LATENCY", "0ms", "time before each answer");

  public static final Setting<Duration> HANG =
      Setting.duration("SIMULATOR_HANG", "1m", "how long the fault timeout holds a request");

  public static final Setting<Integer> ITEMS =
      Setting.integer("SIMULATOR_ITEMS", 1000, 0, 100_000_000, "how many records /items has");

  public static final List<Setting<?>> ALL =
      List.of(
          HOST,
          PORT,
          RATE_LIMIT,
          RETRY_AFTER,
          FAULTS,
          LATENCY,
          HANG,
          ITEMS,
          StackSettings.LOG_LEVEL);

  private SimulatorSettings() {}

  static Optional<UserLimit> rateLimit(String text) {
    return text.trim().equals("none") ? Optional.empty() : Optional.of(UserLimit.parse(text));
  }

  private static List<FaultRule> faults(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(rule -> !rule.isBlank())
        .map(FaultRule::parse)
        .toList();
  }
}
