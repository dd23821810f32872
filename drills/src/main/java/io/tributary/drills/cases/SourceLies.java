package io.tributary.drills.cases;

import io.tributary.drills.environment.Cursor;
import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.ServiceProcess;
import io.tributary.drills.settle.Account;
import io.tributary.drills.source.AccessTokens;
import io.tributary.drills.source.LyingDefinition;
import io.tributary.drills.source.LyingSource;
import io.tributary.drills.source.RecordingSource;
import io.tributary.drills.source.SourceKind;
import io.tributary.drills.source.SourceTruth;
import io.tributary.model.definition.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A source that often answers wrongly, with each kind of paging, and kill -9 of its producer. The
 * seed decides in which form answers come, which sources want access tokens, and which are read by
 * what has changed.
 */
final class SourceLies implements Case {

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
    List<SourceKind> kinds = SourceKind.draw(environment.random());
    int users = environment.records() / kinds.size();
    List<RecordingSource.Served> everything = new ArrayList<>();
    String definition = Files.readString(environment.definition().file());
    try (LyingSource source = new LyingSource(environment.random(), definition)) {
      source.start();
      for (SourceKind kind : kinds) {
        source.serve(kind, "lies-" + kind.paging(), users);
        everything.add(source.everything());
        Path file = write(environment, definition, kind, source);
        if (kind.isIncremental()) {
          readWhatChanges(environment, source, kind, file, users);
        } else {
          read(environment, source, kind.toString(), file, users);
        }
      }
      environment.say(
          String.format(
              Locale.ROOT,
              "the source lied %,d times and gave %,d access tokens",
              source.lies(),
              source.tokensIssued()));
    }
    SourceTruth served = new SourceTruth(everything);
    SourceTruths.write(environment, served);
    return environment.settleUndying(consumer);
  }

  /** Half of the users first, then those that changed after them; one of the runs is killed. */
  private static void readWhatChanges(
      DrillEnvironment environment, LyingSource source, SourceKind kind, Path file, int users)
      throws Exception {
    Pipeline pipeline = Pipeline.load(file);
    environment.migrate(pipeline);
    Cursor cursor = new Cursor(environment.session(), pipeline.keyspace(), pipeline.name());
    Optional<Instant> before = Optional.empty();
    boolean isKilled = environment.random().nextBoolean();
    for (int shown : List.of(users / 2, users)) {
      source.show(shown);
      String run = String.format(Locale.ROOT, "%s-%d", kind, shown);
      Path receipt = read(environment, source, run, file, isKilled ? users / 2 : 0);
      isKilled = !isKilled;
      requireCursor(before, cursor, "after %s, which nobody verified".formatted(run));
      verify(environment, run, file, receipt);
      before = Optional.of(source.newest());
      requireCursor(before, cursor, "after %s was verified".formatted(run));
    }
    cursor.reset();
  }

  private static void requireCursor(Optional<Instant> wanted, Cursor cursor, String when)
      throws Exception {
    Optional<Instant> found = cursor.position();
    DrillEnvironment.require(
        found.equals(wanted),
        "The cursor is at %s %s, and must be at %s".formatted(found, when, wanted));
  }

  /**
   * One run.
   *
   * @param killedWithin it is killed at a random moment before it has read half of so many users; 0
   *     to leave it alone
   * @return its receipt
   */
  private static Path read(
      DrillEnvironment environment, LyingSource source, String run, Path file, int killedWithin)
      throws Exception {
    Path receipt = file.resolveSibling(run + ".receipt.json");
    List<String> arguments =
        List.of(
            "--run-id",
            "lies-" + run,
            "--records",
            "all",
            "--source",
            source.url().toString(),
            "--receipt",
            receipt.toString(),
            "--pipeline",
            file.toString());
    try (ServiceProcess producer =
        ServiceProcess.producer(
            environment.checkout(), arguments, settings(environment), log(environment, run))) {
      producer.start();
      if (killedWithin > 0) {
        int pages = Math.max(1, killedWithin / LyingSource.PAGE_SIZE / 2);
        awaitAnswers(source, 1 + environment.random().nextInt(pages), producer);
        environment.faults().kill("the producer of " + run, producer.process());
        producer.start();
      }
      producer.awaitSuccess("The run %s did not end well".formatted(run));
    }
    return receipt;
  }

  private static void awaitAnswers(LyingSource source, int answers, ServiceProcess producer)
      throws Exception {
    long limit = System.nanoTime() + DrillEnvironment.LIMIT.toNanos();
    while (source.answers() < answers) {
      DrillEnvironment.require(
          producer.process().isAlive() && System.nanoTime() < limit,
          "The producer ends or waits: " + producer.process().logTail());
      Thread.sleep(5);
    }
  }

  private static void verify(DrillEnvironment environment, String run, Path file, Path receipt)
      throws Exception {
    List<String> arguments =
        List.of("--receipt", receipt.toString(), "--pipeline", file.toString());
    Path log = log(environment, run + "-verified");
    try (ServiceProcess verifier =
        ServiceProcess.verifier(environment.checkout(), arguments, settings(environment), log)) {
      verifier.start();
      verifier.awaitSuccess("The run %s was not verified".formatted(run));
    }
  }

  private static Path log(DrillEnvironment environment, String name) {
    return environment.folder().resolve("logs").resolve(name + ".log");
  }

  private static Map<String, String> settings(DrillEnvironment environment) throws IOException {
    Map<String, String> settings = new HashMap<>(environment.connectionSettings());
    settings.put(AccessTokens.SECRET_VARIABLE, AccessTokens.SECRET);
    return settings;
  }

  /** The same pipeline, which reads its source in another way. */
  private static Path write(
      DrillEnvironment environment, String definition, SourceKind kind, LyingSource source)
      throws Exception {
    Path folder = Files.createDirectories(environment.folder().resolve("sources"));
    return Files.writeString(
        folder.resolve(kind + ".yaml"),
        LyingDefinition.of(definition, kind, source.oldest(), source.tokenUrl()));
  }
}
