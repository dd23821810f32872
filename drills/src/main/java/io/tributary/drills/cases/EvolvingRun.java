package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.ServiceProcess;
import io.tributary.drills.source.RecordingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One run of a producer with a definition and a source of its own. */
final class EvolvingRun implements AutoCloseable {
  private final DrillEnvironment environment;
  private final String name;
  private final RecordingSource source;
  private final ServiceProcess producer;

  /** How much its source had served when it was started last. */
  private int servedBefore;

  /**
   * @param settings of the producer beside the connections
   * @param pages how many pages of how many users it is to publish, and how many pages a second
   * @param changed makes other answers of those of the simulator
   */
  EvolvingRun(
      DrillEnvironment environment,
      String name,
      Path definition,
      Map<String, String> settings,
      Pages pages,
      UnaryOperator<String> changed)
      throws Exception {
    this.environment = environment;
    this.name = name;
    this.source = new RecordingSource(changed);
    source.start();
    Map<String, String> all = new HashMap<>(environment.connectionSettings());
    all.putAll(settings);
    this.producer =
        ServiceProcess.producer(
            environment.checkout(),
            List.of(
                "--run-id",
                id(),
                "--records",
                Integer.toString(pages.count() * pages.size()),
                "--rate",
                Integer.toString(pages.perSecond() * pages.size()),
                "--source",
                source.url().toString(),
                "--pipeline",
                definition.toString()),
            all,
            log(environment, name));
  }

  /** What a run is to publish. */
  record Pages(int count, int size, int perSecond) {}

  /** Writes a definition that only one process has. */
  static Path write(DrillEnvironment environment, String name, String definition)
      throws IOException {
    Path folder = Files.createDirectories(environment.folder().resolve("pipelines").resolve(name));
    return Files.writeString(folder.resolve("users.yaml"), definition);
  }

  static Path log(DrillEnvironment environment, String name) {
    return environment.folder().resolve("logs").resolve(name + ".log");
  }

  String id() {
    return "evolves-" + name;
  }

  List<RecordingSource.Served> served() {
    return source.served();
  }

  void serveUpTo(int page) {
    source.serveUpTo(page);
  }

  void start() throws Exception {
    servedBefore = served().size();
    producer.start();
  }

  /** Kills it after so many pages, and starts it again. */
  void killAfter(int page) throws Exception {
    awaitPage(page);
    environment.faults().kill("the %s producer".formatted(name), producer.process());
    start();
  }

  /** Waits until its source has served this page since it was started last. */
  void awaitPage(int page) throws Exception {
    long limit = System.nanoTime() + DrillEnvironment.LIMIT.toNanos();
    while (!hasServed(page)) {
      DrillEnvironment.require(
          producer.process().isAlive() && System.nanoTime() < limit,
          String.format(
              Locale.ROOT,
              "The %s producer does not want page %d: %s",
              name,
              page,
              producer.process().logTail()));
      Thread.sleep(20);
    }
  }

  private boolean hasServed(int page) {
    List<RecordingSource.Served> all = served();
    return all.subList(servedBefore, all.size()).stream().anyMatch(one -> one.page() >= page);
  }

  /** Lets it read the rest. */
  void finish() throws Exception {
    serveUpTo(Integer.MAX_VALUE);
    producer.awaitSuccess("The %s run did not end well".formatted(name));
  }

  /** Waits until it has failed before it asked its source for anything. */
  void awaitRefusal(String why) throws Exception {
    producer.awaitFailure(why);
    DrillEnvironment.require(
        served().isEmpty(), "The %s run read its source all the same.".formatted(name));
  }

  @Override
  public void close() {
    producer.close();
    source.close();
  }
}
