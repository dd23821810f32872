package io.tributary.drill.cases;

import io.tributary.drill.load.Bomb;
import io.tributary.drill.load.Bombs;
import io.tributary.drill.load.Draft;
import io.tributary.drill.scene.Scene;
import io.tributary.drill.settle.Account;
import io.tributary.stack.consumer.ConsumerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Batches that take a thousand times their size, and more, when somebody reads them. */
final class CompressionBombs implements Case {
  private static final int MEBIBYTE = 1 << 20;
  private static final int BATCHES = 3;

  /** Each record is larger than any definition allows, and its dead letter keeps no value. */
  private static final int TOO_LARGE = 9 * MEBIBYTE;

  private static final int TOO_LARGE_RECORDS = 100;

  /** Not quite what the definition allows. */
  private static final int LARGE = MEBIBYTE - 10_000;

  private static final int LARGE_RECORDS = 600;

  @Override
  public String name() {
    return "bombs";
  }

  @Override
  public String claim() {
    return "batches of 100 KB that are 900 MB decompressed, on both topics and under load: each record a row or a dead letter, by a consumer with 512 MiB that lives through it";
  }

  @Override
  public Account play(Scene scene) throws Exception {
    String topic = scene.pipeline().topic().name();
    String rejected = scene.pipeline().topic().rejected();
    Bombs bombs = new Bombs(scene.stack().kafka().bootstrapServers(), scene.truth());
    ConsumerProcess consumer = scene.startConsumer();
    scene.awaitRunning(consumer);
    CompletableFuture<Void> published = scene.load().begin(scene.people().next(scene.records()));
    for (int batch = 0; batch < BATCHES; batch++) {
      note(scene, bombs, topic, batch, tooLarge(scene, "TOO_LARGE"));
      note(scene, bombs, topic, batch, rows(scene));
      note(scene, bombs, rejected, 0, tooLarge(scene, "UNKNOWN"));
    }
    scene.load().finish(published);
    return scene.settleUndying(consumer);
  }

  private static void note(
      Scene scene, Bombs bombs, String topic, int partition, List<Bomb> records) throws Exception {
    int bytes = bombs.publish(topic, partition, records);
    long decompressed = records.stream().mapToLong(Bomb::valueBytes).sum();
    scene
        .faults()
        .note(
            String.format(
                Locale.ROOT,
                "%,d records of %,d bytes in %,d bytes come to %s-%d",
                records.size(),
                decompressed / records.size(),
                bytes,
                topic,
                partition));
  }

  private static List<Bomb> tooLarge(Scene scene, String reason) {
    List<Bomb> bombs = new ArrayList<>();
    for (int record = 0; record < TOO_LARGE_RECORDS; record++) {
      bombs.add(Bomb.of(event(scene), TOO_LARGE).becoming(reason));
    }
    return bombs;
  }

  private static List<Bomb> rows(Scene scene) {
    List<Bomb> bombs = new ArrayList<>();
    for (int record = 0; record < LARGE_RECORDS; record++) {
      bombs.add(Bomb.of(event(scene), LARGE));
    }
    return bombs;
  }

  private static Draft event(Scene scene) {
    return scene.people().event(scene.people().newId());
  }
}
