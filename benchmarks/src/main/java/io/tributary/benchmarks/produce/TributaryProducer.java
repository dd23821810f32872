package io.tributary.benchmarks.produce;

import io.tributary.benchmarks.order.Variant;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.Connections;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.RunRequest;
import io.tributary.producer.Target;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A whole run of the producer over HTTP from the simulator, which has a process of its own. */
final class TributaryProducer implements Variant {
  @Override
  public Map<String, Double> run(io.tributary.benchmarks.order.Order order, Runnable began)
      throws Exception {
    Path file = Path.of(order.text("definition"));
    Pipeline definition = Pipeline.load(file);
    Pipeline pipeline =
        definition.withSource(
            definition.source().at(URI.create(order.text("source"))).withoutRateLimit());
    ProducerRun run =
        new ProducerRun(
            pipeline,
            RunRequest.of(
                RunRequest.newRunId(Instant.now(), ThreadLocalRandom.current()),
                new Target.Records(order.number("records"))),
            new Connections(
                KafkaConnection.at(order.text("kafka")),
                HttpLimits.DEFAULT,
                Connections.DEFAULT_BUFFER_BYTES,
                "tributary-bench",
                RegistryConnection.beside(file)));
    began.run();
    long start = System.nanoTime();
    RunEnd end = run.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (end.failure().isPresent()) {
      throw new IllegalStateException(end.failure().get());
    }
    return Map.of(SECONDS, seconds);
  }
}
