package io.tributary.drills.load;

import io.tributary.drills.truth.Truth;
import io.tributary.runtime.command.CommandFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Publishes drafts at a steady rate and writes down in the truth what Kafka acknowledges. A Kafka
 * client of the drill's own: it waits as long as Kafka is away.
 */
public final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int MOST_BYTES = 16 << 20;

  private final Truth truth;
  private final int perSecond;
  private final KafkaProducer<byte[], byte[]> client;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long lastTime;

  /**
   * @param perSecond records
   */
  public Load(String bootstrapServers, Truth truth, int perSecond) {
    this.truth = truth;
    this.perSecond = perSecond;
    int patience = Math.toIntExact(PATIENCE.toMillis());
    this.client =
        LoadClient.open(
            bootstrapServers,
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                patience,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                patience,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MOST_BYTES,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500));
  }

  /** Publishes in the background; {@link #finish} waits for the acknowledgements. */
  public CompletableFuture<Void> begin(List<Draft> drafts) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                send(drafts);
                sent.complete(null);
              } catch (RuntimeException failed) {
                sent.completeExceptionally(failed);
              }
            },
            "load");
    thread.setDaemon(true);
    thread.start();
    return sent;
  }

  /** Waits until all that was begun is acknowledged. */
  public void finish(CompletableFuture<Void> begun)
      throws CommandFailedException, InterruptedException {
    try {
      begun.get();
    } catch (ExecutionException failed) {
      throw new CommandFailedException(
          "The load could not be published: " + failed.getCause(), failed);
    }
    client.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new CommandFailedException("Kafka did not acknowledge a record: " + failed, failed);
    }
  }

  /** Publishes, and waits until all is acknowledged. */
  public void publish(List<Draft> drafts) throws CommandFailedException, InterruptedException {
    finish(begin(drafts));
  }

  private void send(List<Draft> drafts) {
    long begun = System.nanoTime();
    for (int i = 0; i < drafts.size(); i++) {
      long due = begun + i * 1_000_000_000L / perSecond;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      send(drafts.get(i));
    }
  }

  private void send(Draft draft) {
    long time = draft.time() == null ? now() : draft.time();
    var unused =
        client.send(
            draft.record(time), (placed, failed) -> acknowledged(draft, time, placed, failed));
  }

  /** Never earlier than the record before: of two events of one person the later one is newer. */
  private synchronized long now() {
    lastTime = Math.max(lastTime, System.currentTimeMillis());
    return lastTime;
  }

  private void acknowledged(Draft draft, long time, RecordMetadata placed, Exception failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
    } else if (!placed.hasOffset()) {
      failure.compareAndSet(
          null, new IllegalStateException("Kafka does not say where it put a record"));
    } else {
      truth.add(draft.published(placed, time));
    }
  }

  @Override
  public void close() {
    try {
      client.close(Duration.ZERO);
    } catch (InterruptException stopped) {
      // it is closed all the same; the thread stays interrupted, so that the rest ends as fast
      Thread.currentThread().interrupt();
    }
  }
}
