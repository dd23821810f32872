package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.report.Result;
import io.tributary.benchmarks.report.Spread;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.CpuTime;
import io.tributary.benchmarks.variant.VariantJvm;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the consumer costs when no records come, with its default settings and either trigger. */
public final class Idle implements Measure {
  /** What a JVM does only once is over by then. */
  private static final Duration CALM = Duration.ofSeconds(60);

  private static final Duration COUNTED = Duration.ofSeconds(30);

  private final Stage stage;
  private final int rounds;

  /**
   * @param rounds spans that count, one after the other
   */
  public Idle(Stage stage, int rounds) {
    this.stage = stage;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String question() {
    return "How much of a core is taken while no records come, in per cent?";
  }

  @Override
  public Result run() throws Exception {
    Stage.Definition definition = stage.definition("users", text -> text);
    List<Result.Line> lines = new ArrayList<>();
    for (String trigger : List.of("micro-batch", "continuous")) {
      lines.add(line(definition, trigger));
    }
    return new Result(name(), question(), lines, Map.of());
  }

  private Result.Line line(Stage.Definition definition, String trigger) throws Exception {
    try (ConsumerProcess consumer =
        stage.startConsumer(definition, "idle-" + trigger, Map.of("TRIGGER", trigger))) {
      stage.say(
          String.format(
              Locale.ROOT, "%s: ready, and left alone for %d s", trigger, CALM.toSeconds()));
      Thread.sleep(CALM.toMillis());
      Map<String, ChildProcess> processes = new LinkedHashMap<>();
      processes.put(VariantJvm.CLIENT, consumer.process());
      processes.putAll(stage.servers());
      Map<String, List<Double>> shares = new LinkedHashMap<>();
      for (int round = 1; round <= rounds; round++) {
        shares(processes)
            .forEach(
                (process, share) ->
                    shares.computeIfAbsent(process, unknown -> new ArrayList<>()).add(share));
        stage.say(
            String.format(Locale.ROOT, "round %d of %d: %s, %s", round, rounds, trigger, shares));
      }
      Map<String, Spread> figures = new LinkedHashMap<>();
      shares.forEach((process, rounds) -> figures.put(process + " %", Spread.of(rounds)));
      return new Result.Line(trigger.replace('-', '_'), trigger, figures);
    }
  }

  /** Of one core, in per cent. */
  private static Map<String, Double> shares(Map<String, ChildProcess> processes)
      throws InterruptedException {
    Map<String, Duration> before = CpuTime.of(processes);
    long begin = System.nanoTime();
    Thread.sleep(COUNTED.toMillis());
    double span = System.nanoTime() - begin;
    Map<String, Double> shares = new LinkedHashMap<>();
    CpuTime.between(before, CpuTime.of(processes))
        .forEach((name, cpu) -> shares.put(name, cpu.toNanos() * 100 / span));
    return shares;
  }
}
