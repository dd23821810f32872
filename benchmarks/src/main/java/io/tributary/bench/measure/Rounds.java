package io.tributary.bench.measure;

import io.tributary.bench.report.Result;
import io.tributary.bench.report.Spread;
import io.tributary.bench.variant.VariantJvm;
import io.tributary.bench.variant.VariantJvm.Outcome;
import java.util.ArrayList;
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

  Rounds(long records) {
    this.records = records;
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
    figures.put(RATE, Spread.of(rounds.stream().map(this::rate).toList()));
    for (String process : List.of(VariantJvm.CLIENT, "cassandra", "kafka")) {
      figures.put(
          process + " µs",
          Spread.of(rounds.stream().map(round -> micros(round, process)).toList()));
    }
    return new Result.Line(variant, title, figures);
  }

  private double micros(Outcome outcome, String process) {
    return Objects.requireNonNull(outcome.cpu().get(process)).toNanos() / NANOS_PER_MICRO / records;
  }

  /** The rates of one in those of another, each pair from one round. */
  Spread ratio(String one, String other) {
    List<Outcome> above = of(one);
    List<Outcome> below = of(other);
    return Spread.of(
        IntStream.range(0, above.size())
            .mapToObj(round -> rate(above.get(round)) / rate(below.get(round)))
            .toList());
  }

  private List<Outcome> of(String variant) {
    return Objects.requireNonNull(outcomes.get(variant), variant);
  }
}
