package io.tributary.bench.measure;

import io.tributary.bench.order.Variant;
import io.tributary.bench.report.Result;
import io.tributary.bench.report.Spread;
import io.tributary.bench.stage.Stage;
import io.tributary.bench.variant.VariantJvm.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a backlog ten times as long takes ten times as long, and no more memory. */
public final class Growth implements Measure {
  private final Stage stage;
  private final Extent extent;
  private final int least;

  public Growth(Stage stage, Extent extent) {
    this.stage = stage;
    this.extent = extent;
    this.least = Math.max(1, extent.records() / 10);
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String question() {
    return "How do rate and memory change from %,d to %,d records?".formatted(least, least * 100);
  }

  /** One backlog: its topic, and what the rounds over it brought. */
  private record Backlog(int records, Stage.Definition definition, Rounds rounds) {
    private static Backlog on(Stage stage, int records) throws Exception {
      Stage.Definition definition = stage.onTopic("growth_" + records);
      stage.publish(definition.pipeline(), records);
      return new Backlog(records, definition, new Rounds(records));
    }

    private String name() {
      return definition.pipeline().topic().name();
    }

    private Spread rate() {
      return rounds.rates(name());
    }

    private Spread heap() {
      return rounds.figure(name(), Variant.HEAP_MIB);
    }

    private Result.Line line() {
      Result.Line line = rounds.line(name(), "%,d records".formatted(records));
      Map<String, Spread> figures = new LinkedHashMap<>(line.figures());
      figures.put("heap MiB", heap());
      return new Result.Line(line.name(), line.title(), figures);
    }
  }

  @Override
  public Result run() throws Exception {
    List<Backlog> backlogs = new ArrayList<>();
    for (int factor : List.of(1, 10, 100)) {
      backlogs.add(Backlog.on(stage, least * factor));
    }
    Backlog middle = backlogs.get(1);
    Backlog greatest = backlogs.get(2);
    try (SinkJvms jvms = new SinkJvms(stage)) {
      jvms.warmOurs(middle.definition(), middle.records(), extent.warmUp());
      Rounds.each(
          1,
          extent.rounds(),
          backlogs,
          (round, backlog) -> {
            Outcome outcome = jvms.ours(backlog.definition(), backlog.records());
            backlog.rounds().add(backlog.name(), outcome);
            stage.say(
                "round %d of %d: %,d records, %,.0f records/s"
                    .formatted(
                        round, extent.rounds(), backlog.records(), backlog.rounds().rate(outcome)));
          });
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    ratios.put("rate_tenfold", ratio(greatest.rate(), middle.rate()));
    ratios.put("heap_tenfold", ratio(greatest.heap(), middle.heap()));
    return new Result(name(), question(), backlogs.stream().map(Backlog::line).toList(), ratios);
  }

  /** Of all rounds: backlogs of two lengths take turns, and do not share a moment. */
  private static Spread ratio(Spread one, Spread other) {
    return new Spread(
        one.min() / other.max(), one.median() / other.median(), one.max() / other.min());
  }
}
