package io.tributary.simulator;

import io.tributary.simulator.fault.Fault;
import io.tributary.simulator.fault.FaultRule;
import io.tributary.simulator.request.UserLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a simulator behaves. Begin with {@link #defaults()}.
 *
 * @param port 0 takes a free one
 * @param rateLimit users per client address; none for no limit
 * @param retryAfter whether a 429 says how long to wait; randomuser.me's does not
 * @param latency time before each answer
 * @param hang how long a request with the fault {@link Fault#TIMEOUT} is held
 * @param items how many records {@code /items} has
 */
public record SimulatorConfig(
    String host,
    int port,
    Optional<UserLimit> rateLimit,
    boolean retryAfter,
    List<FaultRule> faults,
    Duration latency,
    Duration hang,
    int items) {

  public SimulatorConfig {
    faults = List.copyOf(faults);
  }

  /** Like randomuser.me, at a free port of 127.0.0.1. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig(
        "127.0.0.1",
        0,
        Optional.of(UserLimit.REAL),
        false,
        List.of(),
        Duration.ZERO,
        Duration.ofMinutes(1),
        1000);
  }

  public SimulatorConfig withPort(int other) {
    return new SimulatorConfig(host, other, rateLimit, retryAfter, faults, latency, hang, items);
  }

  public SimulatorConfig withRateLimit(UserLimit limit) {
    return new SimulatorConfig(
        host, port, Optional.of(limit), retryAfter, faults, latency, hang, items);
  }

  public SimulatorConfig withoutRateLimit() {
    return new SimulatorConfig(
        host, port, Optional.empty(), retryAfter, faults, latency, hang, items);
  }

  public SimulatorConfig withRetryAfter() {
    return new SimulatorConfig(host, port, rateLimit, true, faults, latency, hang, items);
  }

  /** With one more fault; of several whose turn it is the first one given comes. */
  public SimulatorConfig withFault(Fault fault, int every) {
    List<FaultRule> more = new ArrayList<>(faults);
    more.add(new FaultRule(fault, every));
    return new SimulatorConfig(host, port, rateLimit, retryAfter, more, latency, hang, items);
  }

  public SimulatorConfig withLatency(Duration other) {
    return new SimulatorConfig(host, port, rateLimit, retryAfter, faults, other, hang, items);
  }

  public SimulatorConfig withHang(Duration other) {
    return new SimulatorConfig(host, port, rateLimit, retryAfter, faults, latency, other, items);
  }

  public SimulatorConfig withItems(int other) {
    return new SimulatorConfig(host, port, rateLimit, retryAfter, faults, latency, hang, other);
  }
}
