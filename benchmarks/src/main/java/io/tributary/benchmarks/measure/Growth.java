package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.order.Variant;
import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a backlog ten times as long takes ten times as long, and no more memory. */
public final class Growth implements Measure {
  private static final String CONSUMER = "consumer";
  private static final String PRODUCER = "producer";

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
    return String.format(
        Locale.ROOT, "How do rate and memory change from %,d to %,d records?", least, least * 100);
  }

  /** One backlog: its topic, and what publishing it and the rounds over it brought. */
  private record Backlog(
      int records, Stage.Definition definition, Rounds published, Rounds carried) {

    private static Backlog by(ProducerJvm producer, Stage stage, int records) throws Exception {
      stage.say(String.format(Locale.ROOT, "publishing %,d users", records));
      Stage.Definition definition = stage.onTopic("growth_" + records);
      Rounds published = new Rounds(records);
      published.add(PRODUCER, producer.publish(ProducerJvm.OVER_HTTP, definition, records));
      return new Backlog(records, definition, published, new Rounds(records));
    }

    private Result.Line line(String process, Rounds rounds) {
      Result.Line line =
          rounds.line(process, String.format(Locale.ROOT, "%s, %,d records", process, records));
      Map<String, Spread> figures = new LinkedHashMap<>(line.figures());
      figures.put("heap MiB", Spread.of(rounds.figures(process, Variant.HEAP_MIB)));
      figures.put("resident MiB", Spread.of(rounds.figures(process, VariantJvm.RESIDENT_MIB)));
      return new Result.Line(process + "_" + records, line.title(), figures);
    }
  }

  @Override
  public Result run() throws Exception {
    List<Backlog> backlogs = new ArrayList<>();
    try (ProducerJvm producer = new ProducerJvm(stage)) {
      producer.publish(ProducerJvm.OVER_HTTP, stage.onTopic("growth_warm_up"), least);
      for (int factor : List.of(1, 10, 100)) {
        backlogs.add(Backlog.by(producer, stage, least * factor));
      }
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
            backlog.carried().add(CONSUMER, outcome);
            stage.say(
                String.format(
                    Locale.ROOT,
                    "round %d of %d: %,d records, %,.0f records/s",
                    round,
                    extent.rounds(),
                    backlog.records(),
                    backlog.carried().rate(outcome)));
          });
    }
    Map<String, Spread> ratios = new LinkedHashMap<>();
    tenfold(ratios, "", CONSUMER, greatest.carried(), middle.carried());
    tenfold(ratios, "producer_", PRODUCER, greatest.published(), middle.published());
    List<Result.Line> lines = new ArrayList<>();
    backlogs.forEach(backlog -> lines.add(backlog.line(CONSUMER, backlog.carried())));
    backlogs.forEach(backlog -> lines.add(backlog.line(PRODUCER, backlog.published())));
    return new Result(name(), question(), lines, ratios);
  }

  private static void tenfold(
      Map<String, Spread> ratios, String prefix, String process, Rounds greatest, Rounds middle) {
    ratios.put(
        prefix + "rate_tenfold", Rounds.ratio(greatest.rates(process), middle.rates(process)));
    ratios.put(
        prefix + "heap_tenfold",
        Rounds.ratio(
            greatest.figures(process, Variant.HEAP_MIB),
            middle.figures(process, Variant.HEAP_MIB)));
  }
}
