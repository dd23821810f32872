package io.tributary.drill.cases;

import io.tributary.drill.scene.Scene;
import io.tributary.drill.scene.SmallDisk;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
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
    return "when the checkpoint cannot be written the consumer says so, and goes on when there is room: nothing is lost";
  }

  @Override
  public Optional<String> unplayable() {
    return SmallDisk.possible()
        ? Optional.empty()
        : Optional.of("it needs the right to mount a small file system (root on Linux)");
  }

  @Override
  public Account play(Scene scene) throws Exception {
    try (SmallDisk disk = SmallDisk.mount(scene.folder().resolve("small-disk"), KIB)) {
      Map<String, String> there =
          Map.of("CHECKPOINT_DIR", disk.folder().resolve("checkpoints").toString());
      ConsumerProcess consumer = scene.startConsumer("consumer", there, List.of());
      scene.awaitRunning(consumer);
      scene.underLoad(
          1,
          () -> {
            scene.faults().note("the checkpoint's disk is full");
            disk.fill();
            awaitNoticed(scene, consumer);
            Thread.sleep(scene.anyTime(Duration.ofSeconds(5)).toMillis());
            scene.say("there is room again");
            disk.makeRoom();
          });
      if (!consumer.process().awaitEnd(Duration.ofSeconds(1))) {
        return scene.settle(consumer);
      }
      Scene.require(
          consumer.process().exitCode().orElse(0) == 1, "The consumer ended without a reason.");
      consumer.start();
      return scene.settle(consumer);
    }
  }

  private static void awaitNoticed(Scene scene, ConsumerProcess consumer) throws Exception {
    long limit = System.nanoTime() + Scene.LIMIT.toNanos();
    while (!Scene.said(consumer).contains(NO_ROOM)) {
      Scene.require(
          System.nanoTime() < limit && consumer.process().isAlive(),
          "The consumer does not say that its disk is full: " + consumer.process().logTail());
      Thread.sleep(100);
    }
    scene.say("the consumer has said so");
  }
}
