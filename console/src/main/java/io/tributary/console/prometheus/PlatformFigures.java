package io.tributary.console.prometheus;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.console.overview.PipelineOverview;
import io.tributary.console.platform.Airflow;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.Inquiries.Inquiry;
import io.tributary.console.platform.PartitionPosition;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last run of each pipeline, the lag of its consumer group, and Airflow's health, asked for
 * each scrape. What is not known is left out, and {@code tributary_figures_known} says so. Safe for
 * several threads.
 */
final class PlatformFigures implements MultiCollector {
  /** Three are waited for one after the other, which must be less than a scrape may take. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final double MILLIS_PER_SECOND = 1_000;
  private static final String NO_SUCH_PART = "none";

  private final Sources sources;
  private final Inquiries inquiries;
  private final InstantSource clock;

  PlatformFigures(Sources sources, Inquiries inquiries, InstantSource clock) {
    this.sources = sources;
    this.inquiries = inquiries;
    this.clock = clock;
  }

  /** What Airflow said, of the pipelines that it starts by itself. */
  private record FromAirflow(Map<String, String> parts, Map<String, Instant> nextRuns) {}

  /** Asks about one pipeline. */
  @FunctionalInterface
  private interface Question<T> {
    Optional<T> ask(PipelineOverview pipeline) throws Exception;
  }

  @Override
  public MetricSnapshots collect() {
    List<PipelineOverview> pipelines = sources.pipelines();
    Optional<Airflow> airflow = sources.airflow();
    Inquiry<Map<String, RunRecord>> runs =
        inquiries.begin("Cassandra", ANSWER, () -> each(pipelines, this::lastRun));
    Inquiry<Map<String, List<PartitionPosition>>> positions =
        inquiries.begin(
            "Kafka",
            ANSWER,
            () -> each(pipelines, one -> Optional.of(sources.positions(one.pipeline()))));
    Optional<Inquiry<FromAirflow>> schedule =
        airflow.map(there -> inquiries.begin("Airflow", ANSWER, () -> ask(there, pipelines)));

    GaugeFamily known =
        new GaugeFamily(
            "tributary_figures_known", "1 while the figures that come from there are known");
    List<MetricSnapshot> all = new ArrayList<>();
    RunFigures figures = new RunFigures(clock.instant());
    Answer<Map<String, RunRecord>> records = runs.answer();
    records.asOptional().ifPresent(found -> found.values().forEach(figures::add));
    known.add(
        records.isKnown() && pipelines.stream().allMatch(one -> one.lastRun().isKnown()),
        "source",
        "cassandra");
    all.addAll(figures.snapshots());
    Answer<Map<String, List<PartitionPosition>>> places = positions.answer();
    known.add(places.isKnown(), "source", "kafka");
    all.add(lag(places));
    schedule.ifPresent(
        asked -> {
          Answer<FromAirflow> said = asked.answer();
          known.add(said.isKnown(), "source", "airflow");
          all.addAll(snapshots(said));
        });
    all.add(known.snapshot());
    GaugeFamily console =
        new GaugeFamily("tributary_console_page", "1, by the address of the console's pages");
    console.add(1, "page", sources.page());
    all.add(console.snapshot());
    return new MetricSnapshots(all);
  }

  /** With the verifier's report, which the last look has left out. */
  private Optional<RunRecord> lastRun(PipelineOverview pipeline) throws Exception {
    Optional<RunRecord> last = pipeline.lastRun().asOptional().flatMap(run -> run);
    return last.isPresent() && last.get().verdict().isPresent()
        ? sources.run(pipeline.pipeline(), last.get().runId())
        : last;
  }

  /** One pipeline's topics may be missing: the others have their figures. */
  private static <T> Map<String, T> each(List<PipelineOverview> pipelines, Question<T> question)
      throws Exception {
    Map<String, T> answers = new LinkedHashMap<>();
    int failed = 0;
    for (PipelineOverview pipeline : pipelines) {
      try {
        question.ask(pipeline).ifPresent(answer -> answers.put(pipeline.name(), answer));
      } catch (CommandFailedException unknown) {
        if (++failed == pipelines.size()) {
          throw unknown;
        }
      }
    }
    return answers;
  }

  private static FromAirflow ask(Airflow airflow, List<PipelineOverview> pipelines)
      throws Exception {
    Map<String, String> parts = airflow.components();
    Map<String, Instant> nextRuns = each(pipelines, one -> airflow.nextRun(dag(one.pipeline())));
    return new FromAirflow(parts, nextRuns);
  }

  private static String dag(Pipeline pipeline) {
    return pipeline.dag().id();
  }

  private static MetricSnapshot lag(Answer<Map<String, List<PartitionPosition>>> positions) {
    GaugeFamily lag =
        new GaugeFamily(
            "tributary_lag_records",
            "Records in Kafka beyond the offsets of the consumer group of the pipeline");
    positions
        .asOptional()
        .orElse(Map.of())
        .forEach(
            (pipeline, partitions) ->
                partitions.forEach(
                    partition ->
                        lag.add(
                            (double) partition.lag(),
                            "pipeline",
                            pipeline,
                            "topic",
                            partition.topic(),
                            "partition",
                            Integer.toString(partition.partition()))));
    return lag.snapshot();
  }

  private static List<MetricSnapshot> snapshots(Answer<FromAirflow> said) {
    GaugeFamily healthy =
        new GaugeFamily("tributary_airflow_healthy", "1 while this part of Airflow is healthy");
    GaugeFamily next =
        new GaugeFamily(
            "tributary_dag_next_run_timestamp_seconds",
            "When Airflow is to start the next run of the pipeline, if it is to start any");
    said.asOptional()
        .ifPresent(
            airflow -> {
              airflow
                  .parts()
                  .forEach(
                      (part, state) -> {
                        if (!state.equals(NO_SUCH_PART)) {
                          healthy.add(state.equals("healthy"), "component", part);
                        }
                      });
              airflow
                  .nextRuns()
                  .forEach(
                      (pipeline, time) ->
                          next.add(time.toEpochMilli() / MILLIS_PER_SECOND, "pipeline", pipeline));
            });
    return List.of(healthy.snapshot(), next.snapshot());
  }
}
