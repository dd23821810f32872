package io.tributary.simulator.fault;

/**
 * A fault that returns.
 *
 * @param every how many requests (for {@link Fault#BAD_RECORD}: records of a page) one has the
 *     fault, 1 or more
 */
public record FaultRule(Fault fault, int every) {
  public FaultRule {
    if (every < 1) {
      throw new IllegalArgumentException("a fault comes every 1 or more requests");
    }
  }

  /**
   * Reads {@code 429:3}.
   *
   * @throws IllegalArgumentException when the text is no such rule
   */
  public static FaultRule parse(String text) {
    String[] parts = text.trim().split(":", 2);
    if (parts.length != 2 || !parts[1].matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("not a fault like 429:3");
    }
    Fault fault =
        Fault.named(parts[0])
            .orElseThrow(() -> new IllegalArgumentException("one of " + Fault.words()));
    return new FaultRule(fault, Integer.parseInt(parts[1]));
  }
}
