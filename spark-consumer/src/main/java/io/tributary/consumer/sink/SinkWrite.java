package io.tributary.consumer.sink;

import io.tributary.consumer.cassandra.FutureLetters;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;

/**
 * The driver's side of one query's writing. Spark commits a batch's offsets only after {@link
 * #commit}, and calls that only after every task's writer has drained.
 */
final class SinkWrite implements StreamingWrite {
  private final SinkOptions options;
  private final Tally total;
  private @Nullable Shared shared;

  private record Shared(Broadcast<SinkParts> parts, Broadcast<FutureLetters> futureLetters) {}

  SinkWrite(SinkOptions options, Tally total) {
    this.options = options;
    this.total = total;
  }

  @Override
  public synchronized StreamingDataWriterFactory createStreamingWriterFactory(
      PhysicalWriteInfo info) {
    if (shared == null) {
      shared = share();
    }
    return new RecordWriterFactory(
        shared.parts(), shared.futureLetters(), System.currentTimeMillis());
  }

  private Shared share() {
    SinkParts parts = new SinkParts(options);
    try {
      SinkParts.Opened opened = parts.open();
      FutureLetters futureLetters =
          FutureLetters.load(opened.session(), opened.writing().pipeline());
      return new Shared(
          broadcast(parts, SinkParts.class), broadcast(futureLetters, FutureLetters.class));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static <T extends Serializable> Broadcast<T> broadcast(T value, Class<T> type) {
    SparkContext context = SparkSession.active().sparkContext();
    return context.broadcast(value, ClassTag$.MODULE$.<T>apply(type));
  }

  /** A record belongs to one task at a time, and writing it twice changes nothing. */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(long epochId, WriterCommitMessage[] messages) {
    for (WriterCommitMessage message : messages) {
      if (message instanceof TaskReport report) {
        total.add(report.written());
      }
    }
  }

  @Override
  public void abort(long epochId, WriterCommitMessage[] messages) {
    // what was written stays: the batch is written again, to the same rows
  }
}
