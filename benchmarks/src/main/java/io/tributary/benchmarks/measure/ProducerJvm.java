package io.tributary.benchmarks.measure;

import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.stage.Stage;
import io.tributary.benchmarks.variant.VariantJvm;
import io.tributary.benchmarks.variant.VariantJvm.Outcome;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The JVM of what publishes, warm from its second order on, and the source that it may ask. */
final class ProducerJvm implements AutoCloseable {
  /** Mapped pages in memory to acknowledged records. */
  static final String FROM_MEMORY = "producer";

  /** A whole run over HTTP: as many different users as records. */
  static final String OVER_HTTP = "producer_http";

  static final String PERF_TEST = "perf_test";

  private final Stage stage;
  private final SimulatorServer simulator;
  private final VariantJvm jvm;

  ProducerJvm(Stage stage) throws Exception {
    this.stage = stage;
    this.simulator = new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit());
    this.jvm =
        new VariantJvm(
            stage.checkout(),
            "benchmarks",
            List.of(),
            "io.tributary.benchmarks.produce.ProduceMain",
            List.of(),
            stage.log("producer"));
    try {
      simulator.start();
      jvm.start();
    } catch (Exception failed) {
      close();
      throw failed;
    }
  }

  /** Publishes so many records to the definition's topic, in one of the ways above. */
  Outcome publish(String way, Stage.Definition definition, long records)
      throws CommandFailedException, IOException {
    URI api = definition.pipeline().source().url();
    return jvm.run(
        new Order(
            way,
            Map.of(
                "definition", definition.file().toString(),
                "kafka", stage.kafka(),
                "topic", definition.pipeline().topic().name(),
                "records", Long.toString(records),
                "scratch", stage.log("producer").resolveSibling("scratch").toString(),
                "source", simulator.url().resolve(api.getRawPath()).toString())),
        stage.servers());
  }

  @Override
  public void close() {
    jvm.close();
    simulator.close();
  }
}
