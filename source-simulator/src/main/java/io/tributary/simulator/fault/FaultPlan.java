package io.tributary.simulator.fault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Decides which request gets which fault, by counting them. Safe for use by several threads. */
public final class FaultPlan {
  private final List<FaultRule> rules;
  private final int flawed;
  private final AtomicLong requests = new AtomicLong();

  public FaultPlan(List<FaultRule> rules) {
    this.rules = rules.stream().filter(rule -> rule.fault() != Fault.BAD_RECORD).toList();
    this.flawed =
        rules.stream()
            .filter(rule -> rule.fault() == Fault.BAD_RECORD)
            .mapToInt(FaultRule::every)
            .findFirst()
            .orElse(0);
  }

  /** Counts one more request; the first rule whose turn it is decides. */
  public Optional<Fault> next() {
    long request = requests.incrementAndGet();
    return rules.stream()
        .filter(rule -> request % rule.every() == 0)
        .map(FaultRule::fault)
        .findFirst();
  }

  /** Every how many records of a page one is bad; 0 for none. */
  public int flawed() {
    return flawed;
  }
}
