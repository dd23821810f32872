package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.Row;
import io.tributary.consumer.cassandra.RowWriter;
import io.tributary.consumer.source.BytesInFlight;
import io.tributary.consumer.source.RecordRow;
import io.tributary.runtime.retry.Backoff;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes the records of one task; {@link #commit} returns when Cassandra has all of them. */
final class CassandraDataWriter implements DataWriter<InternalRow> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** A query without batches sends a row at once unless another is on its way. */
  private static final int EAGER = 1;

  private final boolean fromAnotherThread;
  private final RecordRouter outcome;
  private final RowWriter rows;
  private final RecordRouter.Destination destination;
  private final WriteCounter written = new WriteCounter();

  /**
   * @param now tells the time by which records are judged, milliseconds since the epoch
   */
  CassandraDataWriter(TaskResources.Writing shared, SinkPlan plan, LongSupplier now) {
    this.fromAnotherThread = plan.continuous();
    this.outcome =
        new RecordRouter(
            shared.pipeline(),
            shared.schemas(),
            plan.tables(),
            now,
            () -> now.getAsLong() + plan.settings().futureTolerance().toMillis(),
            shared.futureLetters(),
            shared.limits().rowBytes());
    this.rows =
        new RowWriter(
            shared.requests(),
            shared.replicaSets(),
            plan.settings().writesInFlight(),
            plan.continuous() ? EAGER : 0,
            new Backoff(FIRST_PAUSE, LONGEST_PAUSE),
            shared.availability(),
            shared.limits(),
            (refused, why) -> outcome.instead(refused, why, written),
            this::acknowledged);
    this.destination = rows::write;
  }

  @Override
  public void write(InternalRow record) throws InterruptedIOException, FatalWriteException {
    if (fromAnotherThread) {
      BytesInFlight.arrived();
    }
    // kept until Cassandra has it; what our source makes does not change, and copies nothing here
    RecordRow row = new RecordRow(record.copy());
    if (row.isGap()) {
      return; // its offset is all that counts, and Spark has that
    }
    try {
      outcome.route(row, written, destination);
    } catch (InterruptedException stopped) {
      throw Interruption.of(stopped);
    }
  }

  @Override
  public WriterCommitMessage commit() throws InterruptedIOException, FatalWriteException {
    try {
      rows.drain();
    } catch (InterruptedException stopped) {
      throw Interruption.of(stopped);
    }
    written.retries(rows.retries());
    return new TaskCommit(written);
  }

  @Override
  public void abort() {
    // what was written stays: the batch is written again, to the same rows
  }

  @Override
  public void close() {
    // the session belongs to all tasks
  }

  private void acknowledged(List<Row> batch) {
    long now = System.currentTimeMillis();
    for (Row row : batch) {
      if (row.siblings() == null || row.siblings().acknowledged()) {
        written.acknowledged(now - row.createTime());
      }
    }
  }
}
