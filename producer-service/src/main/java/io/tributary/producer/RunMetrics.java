package io.tributary.producer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The metrics of a run: records by outcome, source faults, and whether it is waiting. */
final class RunMetrics implements MeterBinder {
  private final ProducerRun run;

  RunMetrics(ProducerRun run) {
    this.run = run;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    records(registry, "fetched", now -> now.progress().fetched());
    records(registry, "published", now -> now.progress().published());
    records(registry, "rejected", now -> now.progress().rejected());
    FunctionCounter.builder(
            "tributary.producer.source.faults",
            run,
            now -> now.sourceFaults().values().stream().mapToLong(Long::longValue).sum())
        .description("Requests to the source that did not give their page")
        .register(registry);
    Gauge.builder(
            "tributary.producer.waiting",
            run,
            now -> now.progress().waitingFor().isPresent() ? 1 : 0)
        .description("1 while the run waits for the source or for Kafka")
        .register(registry);
  }

  private void records(
      MeterRegistry registry, String outcome, ToDoubleFunction<ProducerRun> count) {
    FunctionCounter.builder("tributary.producer.records", run, count)
        .tag("outcome", outcome)
        .description("Records of the run")
        .register(registry);
  }
}
