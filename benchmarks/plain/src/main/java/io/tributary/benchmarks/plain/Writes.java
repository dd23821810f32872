package io.tributary.benchmarks.plain;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.benchmarks.order.Order;
import io.tributary.consumer.cassandra.LetterLifetime;
import io.tributary.consumer.cassandra.PreparedWrites;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.Target;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.WriteTime;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * From records to acknowledged rows with the consumer's decoder, statements and batch size, and as
 * many batches under way as all of its tasks together have. No retries, no dead letters: what fails
 * ends the round. For one thread.
 */
final class Writes {
  /** As the consumer's, whose limit on a batch's bytes such rows do not reach. */
  private static final int BATCH_ROWS = 32;

  private static final Target MAIN_TABLE = Target.insertInto(0);

  private final EventDecoder decoder;
  private final PreparedWrites statements;
  private final int keyColumn;
  private final int inFlight;
  private final Semaphore free;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private List<Row> batch = new ArrayList<>(BATCH_ROWS);

  Writes(CqlSession session, Pipeline pipeline, Order order) {
    this.decoder = new EventDecoder(pipeline);
    this.statements =
        PreparedWrites.prepare(
            session,
            pipeline,
            DefaultConsistencyLevel.valueOf(order.text("consistency")),
            LetterLifetime.unlimited(),
            Instant.MAX);
    this.keyColumn = pipeline.event().fields().indexOf(pipeline.event().keyField());
    this.inFlight = Math.toIntExact(order.number("in_flight"));
    this.free = new Semaphore(inFlight);
  }

  void write(byte[] key, byte[] value, long time, long offset) throws InterruptedException {
    if (!(decoder.decode(key, value) instanceof Decoded.Row row)) {
      throw new IllegalStateException("a record of the benchmark is no row");
    }
    @Nullable ByteBuffer[] values = row.values();
    batch.add(
        new Row(
            MAIN_TABLE,
            values,
            Objects.requireNonNull(values[keyColumn]),
            WriteTime.micros(time, offset),
            time));
    if (batch.size() == BATCH_ROWS) {
      send();
    }
  }

  /** Returns when all is acknowledged. */
  void drain() throws InterruptedException {
    if (!batch.isEmpty()) {
      send();
    }
    free.acquire(inFlight);
    free.release(inFlight);
    throwIfFailed();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // told by its own completion
  private void send() throws InterruptedException {
    List<Row> full = batch;
    batch = new ArrayList<>(BATCH_ROWS);
    free.acquire();
    throwIfFailed();
    statements
        .send(full)
        .whenComplete(
            (done, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
              free.release();
            });
  }

  private void throwIfFailed() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a write failed", failed);
    }
  }
}
