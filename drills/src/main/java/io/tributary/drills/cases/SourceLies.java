package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.ProducerProcess;
import io.tributary.drills.settle.Account;
import io.tributary.drills.source.LyingSource;
import io.tributary.drills.source.LyingSource.Paging;
import io.tributary.drills.source.RecordingSource;
import io.tributary.drills.source.SourceTruth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A source that often answers wrongly, with each kind of paging, and kill -9 of its producer. */
final class SourceLies implements Case {
  private static final String PAGING =
      """
        paging:
          type: page
          size-parameter: results
          page-parameter: page
          seed-parameter: seed
          page-size: 5000
          last-page: 10000
      """;

  @Override
  public String name() {
    return "source-lies";
  }

  @Override
  public String claim() {
    return "a run publishes everything that its source has, though the source fails, repeats itself and gives too little, and the producer is killed";
  }

  @Override
  public void prepare(DrillEnvironment environment) throws Exception {
    environment.definition().change("records: 20000", "records: 1000000000");
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    List<RecordingSource.Served> everything = new ArrayList<>();
    try (LyingSource source = new LyingSource(environment.random())) {
      source.start();
      for (Paging paging : Paging.values()) {
        source.serve("lies-" + paging, environment.records() / Paging.values().length);
        everything.add(source.everything());
        readAll(environment, source, paging);
      }
      environment.say(String.format(Locale.ROOT, "the source lied %,d times", source.lies()));
    }
    SourceTruth served = new SourceTruth(everything);
    SourceTruths.write(environment, served);
    return environment.settleUndying(consumer);
  }

  /** One run, killed once at a random moment. */
  private static void readAll(DrillEnvironment environment, LyingSource source, Paging paging)
      throws Exception {
    try (ProducerProcess producer = producer(environment, source, paging)) {
      producer.start();
      int pages = environment.records() / Paging.values().length / LyingSource.PAGE_SIZE;
      awaitAnswers(source, 1 + environment.random().nextInt(Math.max(1, pages / 2)), producer);
      environment.faults().kill("the producer of " + paging, producer.process());
      producer.start();
      producer.awaitSuccess("The run with %s did not end well".formatted(paging));
    }
  }

  private static void awaitAnswers(LyingSource source, int answers, ProducerProcess producer)
      throws Exception {
    long limit = System.nanoTime() + DrillEnvironment.LIMIT.toNanos();
    while (source.answers() < answers) {
      DrillEnvironment.require(
          producer.process().isAlive() && System.nanoTime() < limit,
          "The producer ends or waits: " + producer.process().logTail());
      Thread.sleep(5);
    }
  }

  private static ProducerProcess producer(
      DrillEnvironment environment, LyingSource source, Paging paging) throws Exception {
    return new ProducerProcess(
        environment.checkout(),
        List.of(
            "--run-id",
            "lies-" + paging,
            "--records",
            "all",
            "--source",
            source.url(paging).toString(),
            "--pipeline",
            definition(environment, paging).toString()),
        environment.connectionSettings(),
        environment.folder().resolve("logs").resolve("producer-" + paging + ".log"));
  }

  /** The same pipeline, which reads its source in another way. */
  private static Path definition(DrillEnvironment environment, Paging paging) throws Exception {
    String text = Files.readString(environment.definition().file());
    DrillEnvironment.require(text.contains(PAGING), "The bundled definition pages otherwise.");
    Path folder = Files.createDirectories(environment.folder().resolve("sources"));
    return Files.writeString(
        folder.resolve(paging + ".yaml"),
        text.replace(PAGING, "  paging: %s\n".formatted(paging.definition())));
  }
}
