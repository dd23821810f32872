package io.tributary.stack.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.EmbeddedStack;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.LocalStack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.TestFolder;
import io.tributary.stack.cassandra.CassandraProcess;
import io.tributary.stack.checkout.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Cassandra is killed again and again while records pour in. Its commit log reaches the disk later
 * than its acknowledgements, and yet every record that was ever published is there in the end.
 *
 * <p>With {@code -Dtributary.fence=off} it is seen to fail; {@code -Dtributary.kills=50} makes a
 * longer trial of it, {@code -Dtributary.triggers=continuous} one of that trigger alone.
 */
class FenceIT {
  private static final int KILLS = Integer.getInteger("tributary.kills", 4);
  private static final String FENCE = System.getProperty("tributary.fence", "auto");
  static final List<String> TRIGGERS =
      List.of(System.getProperty("tributary.triggers", "micro-batch,continuous").split(","));
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** Twenty times as much is forgotten as with the usual period, so that nobody misses it. */
  static final Duration SYNC_PERIOD = Duration.ofMillis(200);

  /** The highest number that a file of the folder has. */
  private static long last(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      return -1;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(-1);
    }
  }

  /** Looks more often than Awaitility would: what is to be met lasts a millisecond. */
  private static void spinUntil(TestConsumer consumer, Callable<Boolean> condition)
      throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(consumer.process().isAlive()).as("consumer").isTrue();
      assertThat(System.nanoTime()).as("time").isLessThan(limit);
      LockSupport.parkNanos(200_000);
    }
  }

  @Test
  void everyRecordIsThere_whenCassandraIsKilledAgainAndAgain() throws Exception {
    try (LocalStack local =
        LocalStack.atAnyPorts(Checkout.current(), TestFolder.create("fence"), SYNC_PERIOD)) {
      local.start();
      local.awaitReady();
      for (String trigger : TRIGGERS) {
        runTrial(new EmbeddedStack(local), trigger);
      }
    }
  }

  /** Kills the nodes in turn. */
  static void runTrial(EmbeddedStack stack, String trigger) throws Exception {
    List<CassandraProcess> nodes = stack.nodes();
    FreshPipeline pipeline = FreshPipeline.of(Checkout.current().resolve("pipelines/users.yaml"));
    Map<String, String> settings = Map.of("TRIGGER", trigger, "COMMIT_LOG_FENCE", FENCE);
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    Path commits = TestConsumer.checkpoints(pipeline).resolve(pipeline.name()).resolve("commits");
    try (PipelineFixture surroundings = PipelineFixture.of(stack, pipeline);
        TestConsumer consumer = TestConsumer.start(stack, pipeline, settings, List.of())) {
      Load load = new Load(surroundings);
      load.burst();
      surroundings.awaitRows(1);
      for (int kill = 0; kill < KILLS; kill++) {
        load.burst();
        long before = last(commits);
        if (kill % 2 == 0) {
          // in the midst of a batch; else right behind a commit
          TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 1_200));
        } else {
          spinUntil(consumer, () -> last(commits) > before);
        }
        CassandraProcess cassandra = nodes.get(kill % nodes.size());
        cassandra.process().kill();
        cassandra.start();
        cassandra.awaitReady();
      }
      TreeSet<String> missing = new TreeSet<>();
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> caughtUp(commits, surroundings, load) || !consumer.process().isAlive());
      assertThat(consumer.process().isAlive()).as("consumer").isTrue();
      missing.addAll(load.goodIds());
      missing.removeAll(surroundings.rows().keySet());
      TreeSet<String> missingLetters = new TreeSet<>(load.badPlaces());
      missingLetters.removeAll(surroundings.letters().keySet());
      System.out.printf(
          "%s, %d nodes: %d kills, %d records, %d rows and %d dead letters missing%n",
          settings, nodes.size(), KILLS, load.published(), missing.size(), missingLetters.size());
      assertThat(missing).as("rows, after %d kills, seed %d", KILLS, seed).isEmpty();
      assertThat(missingLetters).as("dead letters, seed %d", seed).isEmpty();
    }
  }

  /** Whether the offsets of all records are committed. */
  private static boolean caughtUp(Path commits, PipelineFixture surroundings, Load load)
      throws Exception {
    Path offsets = commits.resolveSibling("offsets").resolve(Long.toString(last(commits)));
    String line = Files.readAllLines(offsets).get(2);
    var node = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line);
    long read = 0;
    for (var partition : node.get(surroundings.pipeline().topic().name()).properties()) {
      read += partition.getValue().asLong();
    }
    return read == load.published();
  }
}
