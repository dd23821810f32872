package io.tributary.drills.cases;

import io.tributary.drills.environment.DrillConsumer;
import io.tributary.drills.environment.DrillEnvironment;
import io.tributary.drills.load.Bomb;
import io.tributary.drills.load.Bombs;
import io.tributary.drills.load.Draft;
import io.tributary.drills.settle.Account;
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
  public Account play(DrillEnvironment environment) throws Exception {
    String topic = environment.pipeline().topic().name();
    String rejected = environment.pipeline().topic().rejected();
    Bombs bombs = new Bombs(environment.stack().kafka().bootstrapServers(), environment.truth());
    DrillConsumer consumer = environment.startConsumer();
    consumer.awaitRunning();
    CompletableFuture<Void> published =
        environment.load().begin(environment.people().next(environment.records()));
    for (int batch = 0; batch < BATCHES; batch++) {
      note(environment, bombs, topic, batch, tooLarge(environment, "TOO_LARGE"));
      note(environment, bombs, topic, batch, rows(environment));
      note(environment, bombs, rejected, 0, tooLarge(environment, "UNKNOWN"));
    }
    environment.load().finish(published);
    return environment.settleUndying(consumer);
  }

  private static void note(
      DrillEnvironment environment, Bombs bombs, String topic, int partition, List<Bomb> records)
      throws Exception {
    int bytes = bombs.publish(topic, partition, records);
    long decompressed = records.stream().mapToLong(Bomb::valueBytes).sum();
    environment
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

  private static List<Bomb> tooLarge(DrillEnvironment environment, String reason) {
    List<Bomb> bombs = new ArrayList<>();
    for (int record = 0; record < TOO_LARGE_RECORDS; record++) {
      bombs.add(Bomb.of(event(environment), TOO_LARGE).becoming(reason));
    }
    return bombs;
  }

  private static List<Bomb> rows(DrillEnvironment environment) {
    List<Bomb> bombs = new ArrayList<>();
    for (int record = 0; record < LARGE_RECORDS; record++) {
      bombs.add(Bomb.of(event(environment), LARGE));
    }
    return bombs;
  }

  private static Draft event(DrillEnvironment environment) {
    return environment.people().event(environment.people().newId());
  }
}
