package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.ServiceProcess;
import io.tributary.drills.settle.Account;
import io.tributary.drills.source.RecordingSource;
import io.tributary.drills.source.SourceTruth;
import java.time.Duration;
import java.util.List;

/** kill -9 of the producer in the middle of its pages, and the same run again. */
final class ProducerKilled implements Case {
  private static final int KILLS = 3;
  private static final int BAD_EVERY = 50;
  private static final int RATE = 4_000;

  @Override
  public String name() {
    return "producer-killed";
  }

  @Override
  public String claim() {
    return "a run whose producer is killed and started again publishes every record that the source served, with the same values";
  }

  @Override
  public void prepare(DrillEnvironment environment) throws Exception {
    environment.definition().change("page-size: 5000", "page-size: 1000");
    environment.definition().change("records: 20000", "records: 1000000000");
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    try (RecordingSource source = new RecordingSource(BAD_EVERY);
        ServiceProcess producer = producer(environment, source)) {
      for (int kill = 0; kill < KILLS; kill++) {
        killWhileItPublishes(environment, source, producer);
      }
      producer.start();
      producer.awaitSuccess("The run did not end well at last");
      SourceTruth served = new SourceTruth(source.served());
      SourceTruths.write(environment, served);
    }
    return environment.settleUndying(consumer);
  }

  private static ServiceProcess producer(DrillEnvironment environment, RecordingSource source)
      throws Exception {
    source.start();
    return ServiceProcess.producer(
        environment.checkout(),
        List.of(
            "--run-id",
            "drill-" + environment.random().nextInt(1_000_000),
            "--records",
            Integer.toString(environment.records()),
            "--rate",
            Integer.toString(RATE),
            "--source",
            source.url().toString(),
            "--pipeline",
            environment.definition().file().toString()),
        environment.connectionSettings(),
        environment.folder().resolve("logs").resolve("producer.log"));
  }

  /** At a random moment after it has its first page. */
  private static void killWhileItPublishes(
      DrillEnvironment environment, RecordingSource source, ServiceProcess producer)
      throws Exception {
    int before = source.served().size();
    producer.start();
    long limit = System.nanoTime() + DrillEnvironment.LIMIT.toNanos();
    while (source.served().size() == before) {
      DrillEnvironment.require(
          producer.process().isAlive() && System.nanoTime() < limit,
          "The producer fetches nothing: " + producer.process().logTail());
      Thread.sleep(10);
    }
    Thread.sleep(
        environment
            .anyTime(Duration.ofMillis(1_000L * environment.records() / RATE / 2))
            .toMillis());
    DrillEnvironment.require(
        producer.process().isAlive(), "The producer was done before it could be killed.");
    environment.faults().kill("the producer", producer.process());
  }
}
