package io.tributary.drill.cases;

import io.tributary.drill.scene.ProducerProcess;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.scene.TopicReader;
import io.tributary.drill.settle.Account;
import io.tributary.drill.source.RecordingSource;
import io.tributary.drill.source.SourceTruth;
import io.tributary.model.definition.Topic;
import io.tributary.stack.consumer.ConsumerProcess;
import io.tributary.stack.process.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  public void prepare(Scene scene) throws Exception {
    scene.definition().change("page-size: 5000", "page-size: 1000");
    scene.definition().change("records: 20000", "records: 1000000000");
  }

  @Override
  public Account play(Scene scene) throws Exception {
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    try (RecordingSource source = new RecordingSource(BAD_EVERY);
        ProducerProcess producer = producer(scene, source)) {
      for (int kill = 0; kill < KILLS; kill++) {
        killWhileItPublishes(scene, source, producer);
      }
      producer.start();
      ChildProcess last = producer.process();
      Scene.require(
          last.awaitEnd(Scene.LIMIT) && last.exitCode().orElse(1) == 0,
          "The run did not end well at last: " + last.logTail());
      SourceTruth served = new SourceTruth(source.served());
      Topic topic = scene.pipeline().topic();
      served.writeTo(
          scene.truth(),
          new TopicReader(scene.stack().kafka().bootstrapServers()).read(topic.names()),
          topic.rejected());
      scene.say(
          String.format(Locale.ROOT, "%,d records of Kafka are copies of others", served.copies()));
    }
    return scene.settleUndying(consumer);
  }

  private static ProducerProcess producer(Scene scene, RecordingSource source) throws Exception {
    source.start();
    return new ProducerProcess(
        scene.checkout(),
        List.of(
            "--run-id",
            "drill-" + scene.random().nextInt(1_000_000),
            "--records",
            Integer.toString(scene.records()),
            "--rate",
            Integer.toString(RATE),
            "--source",
            source.url().toString(),
            "--pipeline",
            scene.definition().file().toString()),
        Map.of("KAFKA_BOOTSTRAP_SERVERS", scene.stack().kafka().bootstrapServers()),
        scene.folder().resolve("logs").resolve("producer.log"));
  }

  /** At a random moment after it has its first page. */
  private static void killWhileItPublishes(
      Scene scene, RecordingSource source, ProducerProcess producer) throws Exception {
    int before = source.served().size();
    producer.start();
    long limit = System.nanoTime() + Scene.LIMIT.toNanos();
    while (source.served().size() == before) {
      Scene.require(
          producer.process().isAlive() && System.nanoTime() < limit,
          "The producer fetches nothing: " + producer.process().logTail());
      Thread.sleep(10);
    }
    Thread.sleep(scene.anyTime(Duration.ofMillis(1_000L * scene.records() / RATE / 2)).toMillis());
    Scene.require(producer.process().isAlive(), "The producer was done before it could be killed.");
    scene.faults().kill("the producer", producer.process());
  }
}
