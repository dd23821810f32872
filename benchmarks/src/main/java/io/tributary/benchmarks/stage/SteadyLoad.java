package io.tributary.benchmarks.stage;

import io.tributary.benchmarks.produce.Users;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MappedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Users at a steady rate, made before. A record's time is when it was due: should publishing fall
 * behind, that counts as latency too. For one use, by one thread.
 */
public final class SteadyLoad implements AutoCloseable {
  private final List<MappedRecord.Event> users = new ArrayList<>();
  private final String topic;
  private final int perSecond;
  private final KafkaProducer<byte[], byte[]> kafka;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final CompletableFuture<Void> published = new CompletableFuture<>();

  public SteadyLoad(String bootstrapServers, Pipeline pipeline, int records, int perSecond) {
    this.topic = pipeline.topic().name();
    this.perSecond = perSecond;
    Users source = new Users(pipeline, topic);
    for (int page = 1; users.size() < records; page++) {
      for (MappedRecord mapped :
          source.page(page, Math.min(Users.PAGE, records - users.size())).records()) {
        users.add((MappedRecord.Event) mapped);
      }
    }
    this.kafka =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    kafka.partitionsFor(topic);
  }

  /** Publishes all, in a thread of its own. */
  public void begin() {
    Thread thread =
        new Thread(
            () -> {
              try {
                run();
                published.complete(null);
              } catch (RuntimeException failed) {
                published.completeExceptionally(failed);
              }
            },
            "load");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until Kafka has acknowledged all.
   *
   * @throws ExecutionException when it did not take one
   */
  public void awaitPublished() throws ExecutionException, InterruptedException {
    published.get();
  }

  /** Publishes all, and returns when they are acknowledged. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  private void run() {
    long beginMillis = System.currentTimeMillis();
    long begin = System.nanoTime();
    for (int i = 0; i < users.size(); i++) {
      long due = i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      while (System.nanoTime() - begin < due) {
        LockSupport.parkNanos(due - (System.nanoTime() - begin));
      }
      MappedRecord.Event user = users.get(i);
      kafka.send(
          new ProducerRecord<>(
              topic,
              null,
              beginMillis + TimeUnit.NANOSECONDS.toMillis(due),
              user.key(),
              user.value()),
          (where, failed) -> {
            if (failed != null) {
              failure.compareAndSet(null, failed);
            }
          });
    }
    kafka.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Kafka did not take a record", failed);
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
