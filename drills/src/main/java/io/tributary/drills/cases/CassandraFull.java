package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
import io.tributary.stack.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Cassandra cannot add to its commit log any more, as on a full disk. */
final class CassandraFull implements Case {
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  /** Less than a segment of the commit log. */
  private static final int MOST_MIB = 16;

  private static final int LARGE = 4_000;

  @Override
  public String name() {
    return "cassandra-full";
  }

  @Override
  public String claim() {
    return "a Cassandra that cannot extend its commit log ends, and takes up with room again where it was";
  }

  @Override
  public Optional<String> unplayable() {
    return Files.isExecutable(PRLIMIT)
        ? Optional.empty()
        : Optional.of("it needs " + PRLIMIT + " (Linux)");
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    ChildProcess cassandra = environment.stack().cassandra().process();
    environment
        .faults()
        .note(
            String.format(
                Locale.ROOT, "Cassandra's files may not become larger than %d MiB", MOST_MIB));
    limit(cassandra);
    var published = environment.load().begin(large(environment));
    DrillEnvironment.require(
        cassandra.awaitEnd(DrillEnvironment.LIMIT),
        "Cassandra goes on although it cannot extend its log.");
    environment.load().finish(published);
    environment.stack().cassandra().start();
    environment.stack().cassandra().awaitReady();
    return environment.settleUndying(consumer);
  }

  /** Events so large that the commit log needs new segments. */
  private static List<Draft> large(DrillEnvironment environment) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < environment.records(); i++) {
      String id = environment.people().newId();
      Map<String, String> values = environment.people().values(id);
      values.put("picture", Integer.toString(environment.random().nextInt(10)).repeat(LARGE));
      drafts.add(environment.people().event(id, values));
    }
    return drafts;
  }

  /** The soft limit alone: it is the next process that has none. */
  private static void limit(ChildProcess process) throws Exception {
    int code =
        new ProcessBuilder(
                PRLIMIT.toString(),
                "--pid=" + process.pid(),
                String.format(Locale.ROOT, "--fsize=%d:", MOST_MIB << 20))
            .inheritIO()
            .start()
            .waitFor();
    DrillEnvironment.require(code == 0, PRLIMIT + " did not work.");
  }
}
