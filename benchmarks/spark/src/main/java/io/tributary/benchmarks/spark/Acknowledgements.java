package io.tributary.benchmarks.spark;

import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Notes for each row how long after its record's time Cassandra acknowledged it. The driver tells
 * it of every request, and a row's write time is its record's time; so the consumer needs no change
 * to be measured. Named in the driver's configuration.
 */
public final class Acknowledgements implements RequestTracker {

  /** Times of the present, and so not those of the fence's small writes. */
  private static final long EARLIEST_MICROS = TimeUnit.DAYS.toMicros(365 * 50);

  private static final int DIGITS = 3;

  // The driver makes instances by itself: there is no other place where they and we could meet.
  private static final SingleWriterRecorder ALL = new SingleWriterRecorder(DIGITS);

  /** What the driver asks for. */
  public Acknowledgements(DriverContext context) {
    // nothing of it is needed
  }

  /** Milliseconds of every row since the last call. */
  static Histogram take() {
    synchronized (ALL) {
      return ALL.getIntervalHistogram();
    }
  }

  @Override
  public void onSuccess(
      Request request,
      long latencyNanos,
      DriverExecutionProfile executionProfile,
      Node node,
      String requestLogPrefix) {
    long now = System.currentTimeMillis();
    if (request instanceof BatchStatement batch) {
      for (BatchableStatement<?> row : batch) {
        note(row, now);
      }
    } else if (request instanceof BoundStatement row) {
      note(row, now);
    }
  }

  private static void note(Object statement, long now) {
    if (!(statement instanceof BoundStatement row)) {
      return;
    }
    List<ByteBuffer> values = row.getValues();
    ByteBuffer last = values.isEmpty() ? null : values.get(values.size() - 1);
    if (last == null || last.remaining() != Long.BYTES) {
      return;
    }
    long micros = last.getLong(last.position());
    if (micros > EARLIEST_MICROS) {
      synchronized (ALL) {
        ALL.recordValue(Math.max(0, now - micros / 1_000));
      }
    }
  }

  @Override
  public void close() {
    // nothing is open
  }
}
