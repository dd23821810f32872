package io.tributary.consumer.sink;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the writers of one batch's tasks.
 *
 * @param now the driver's clock in milliseconds since the epoch: every task, tried again or not,
 *     judges record times by the same one; a query without batches, whose factory is made once,
 *     goes by the task's clock
 * @param begun what the batches that were begun with another definition are written with
 */
record CassandraWriterFactory(Broadcast<TaskResources> parts, long now, @Nullable Begun begun)
    implements StreamingDataWriterFactory {

  /**
   * @param last the number of the last of these batches
   */
  record Begun(long last, Broadcast<TaskResources> parts) implements Serializable {}

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
    TaskResources shared =
        (begun != null && epochId <= begun.last() ? begun.parts() : parts).value();
    if (shared.plan().continuous()) {
      EpochThread.endsWithTask();
    }
    try {
      return new CassandraDataWriter(
          shared.open().writing(),
          shared.plan(),
          shared.plan().continuous() ? System::currentTimeMillis : () -> now);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
