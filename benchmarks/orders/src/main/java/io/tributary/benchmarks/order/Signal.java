package io.tributary.benchmarks.order;

import java.util.Map;

/**
 * What a variant says about an order.
 *
 * @param kind what has happened
 * @param figures measured, by name; only when it is done
 * @param why it failed; empty otherwise
 */
public record Signal(Kind kind, Map<String, Double> figures, String why) {

  /** What has happened. */
  public enum Kind {
    /** What counts begins now. */
    BEGAN,
    DONE,
    FAILED
  }

  public Signal {
    figures = Map.copyOf(figures);
  }

  static Signal began() {
    return new Signal(Kind.BEGAN, Map.of(), "");
  }

  static Signal done(Map<String, Double> figures) {
    return new Signal(Kind.DONE, figures, "");
  }

  static Signal failed(Throwable why) {
    return new Signal(Kind.FAILED, Map.of(), String.valueOf(why));
  }
}
