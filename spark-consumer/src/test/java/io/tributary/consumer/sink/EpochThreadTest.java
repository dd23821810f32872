package io.tributary.consumer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.execution.streaming.continuous.ContinuousQueuedDataReader;
import org.junit.jupiter.api.Test;

class EpochThreadTest {
  @Test
  void end_endsAThreadThatWaitsForRoomInAFullQueue() {
    ArrayBlockingQueue<String> full = new ArrayBlockingQueue<>(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    String name = EpochThread.PREFIX + "query--epochs--0";
    ScheduledExecutorService marks =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              thread.set(made);
              return made;
            });
    var unused =
        marks.scheduleWithFixedDelay(
            () -> {
              try {
                full.put("mark");
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            0,
            1,
            TimeUnit.MILLISECONDS);
    await().until(() -> full.remainingCapacity() == 0);
    Thread waiting = Objects.requireNonNull(thread.get());
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    // all that Spark does
    marks.shutdown();

    EpochThread.end(name);
    await().untilAsserted(() -> assertThat(waiting.isAlive()).isFalse());
  }

  /** Should Spark call its thread otherwise one day, nothing would end it. */
  @Test
  void prefix_isTheOneOfSparksThread() throws IOException {
    String file = ContinuousQueuedDataReader.class.getSimpleName() + ".class";
    try (InputStream compiled = ContinuousQueuedDataReader.class.getResourceAsStream(file)) {
      assertThat(
              new String(
                  Objects.requireNonNull(compiled).readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains(EpochThread.PREFIX)
          .contains("shutdown")
          .doesNotContain("shutdownNow");
    }
  }
}
