package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.environment.SmallDisk;
import io.tributary.drills.settle.Account;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The disk of the checkpoint has no room. */
final class CheckpointFull implements Case {
  private static final int KIB = 512;
  private static final String NO_ROOM = "No space left on device";

  @Override
  public String name() {
    return "checkpoint-full";
  }

  @Override
  public String claim() {
    return "if the checkpoint cannot be written, the consumer reports it and continues once there is space: nothing is lost";
  }

  @Override
  public Optional<String> unplayable() {
    return SmallDisk.possible()
        ? Optional.empty()
        : Optional.of("it needs the right to mount a small file system (root on Linux)");
  }

  @Override
  public Account play(DrillEnvironment environment) throws Exception {
    try (SmallDisk disk = SmallDisk.mount(environment.folder().resolve("small-disk"), KIB)) {
      Map<String, String> there =
          Map.of("CHECKPOINT_DIR", disk.folder().resolve("checkpoints").toString());
      DrillConsumer consumer = environment.startConsumer("consumer", there, List.of());
      consumer.awaitRunning();
      environment.underLoad(
          1,
          () -> {
            environment.faults().note("the checkpoint's disk is full");
            disk.fill();
            awaitNoticed(environment, consumer);
            Thread.sleep(environment.anyTime(Duration.ofSeconds(5)).toMillis());
            environment.say("there is room again");
            disk.makeRoom();
          });
      if (!consumer.process().awaitEnd(Duration.ofSeconds(1))) {
        return environment.settle(consumer);
      }
      DrillEnvironment.require(
          consumer.process().exitCode().orElse(0) == 1, "The consumer ended without a reason.");
      consumer.start();
      return environment.settle(consumer);
    }
  }

  private static void awaitNoticed(DrillEnvironment environment, DrillConsumer consumer)
      throws Exception {
    long limit = System.nanoTime() + DrillEnvironment.LIMIT.toNanos();
    while (!consumer.said().contains(NO_ROOM)) {
      DrillEnvironment.require(
          System.nanoTime() < limit && consumer.process().isAlive(),
          "The consumer does not say that its disk is full: " + consumer.process().logTail());
      Thread.sleep(100);
    }
    environment.say("the consumer has said so");
  }
}
