package io.tributary.consumer.sink;

import com.datastax.spark.connector.cql.CassandraConnector;
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
  private @Nullable Broadcast<SinkParts> parts;

  SinkWrite(SinkOptions options, Tally total) {
    this.options = options;
    this.total = total;
  }

  @Override
  public synchronized StreamingDataWriterFactory createStreamingWriterFactory(
      PhysicalWriteInfo info) {
    if (parts == null) {
      SparkSession spark = SparkSession.active();
      SinkParts made =
          new SinkParts(options, CassandraConnector.apply(spark.sparkContext().getConf()));
      parts = spark.sparkContext().broadcast(made, ClassTag$.MODULE$.apply(SinkParts.class));
    }
    return new RecordWriterFactory(parts, System.currentTimeMillis());
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
