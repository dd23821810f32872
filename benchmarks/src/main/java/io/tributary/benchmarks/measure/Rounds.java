package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.variant.VariantJvm;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What the rounds of several variants brought, all over the same number of records. */
final class Rounds {
  static final String RATE = "records/s";
  private static final double NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  private final long records;
  private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();

  /** What one of those that are compared does in a round. */
  @FunctionalInterface
  interface Turn<T> {
    void take(int round, T one) throws Exception;
  }

  Rounds(long records) {
    this.records = records;
  }

  /** In each round all have a turn, every time in another order. */
  static <T> void each(int first, int last, Collection<T> all, Turn<T> turn) throws Exception {
    for (int round = first; round <= last; round++) {
      List<T> order = new ArrayList<>(all);
      Collections.rotate(order, round);
      for (T one : order) {
        turn.take(round, one);
      }
    }
  }

  void add(String variant, Outcome outcome) {
    outcomes.computeIfAbsent(variant, unknown -> new ArrayList<>()).add(outcome);
  }

  double rate(Outcome outcome) {
    return records / outcome.seconds();
  }

  /** Rate, and processor time of each process for each record. */
  Result.Line line(String variant, String title) {
    List<Outcome> rounds = of(variant);
    Map<String, Spread> figures = new LinkedHashMap<>();
    figures.put(RATE, Spread.of(rates(variant)));
    for (String process : List.of(VariantJvm.CLIENT, "cassandra", "kafka")) {
      figures.put(
          process + " µs",
          Spread.of(rounds.stream().map(round -> micros(round, process)).toList()));
    }
    return new Result.Line(variant, title, figures);
  }

  /** Records per second of each round. */
  List<Double> rates(String variant) {
    return of(variant).stream().map(this::rate).toList();
  }

  /** A figure of each round. */
  List<Double> figures(String variant, String name) {
    return of(variant).stream()
        .map(round -> Objects.requireNonNull(round.figures().get(name), name))
        .toList();
  }

  private double micros(Outcome outcome, String process) {
    return Objects.requireNonNull(outcome.cpu().get(process)).toNanos() / NANOS_PER_MICRO / records;
  }

  /** The rates of one in those of another, each pair from one round. */
  Spread ratio(String one, String other) {
    return ratio(rates(one), rates(other));
  }

  /** What one brought in what another did, each pair from one round. */
  static Spread ratio(List<Double> one, List<Double> other) {
    return Spread.of(
        IntStream.range(0, one.size())
            .mapToObj(round -> one.get(round) / other.get(round))
            .toList());
  }

  private List<Outcome> of(String variant) {
    return Objects.requireNonNull(outcomes.get(variant), variant);
  }
}
