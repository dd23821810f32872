package io.tributary.consumer.source;

import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;

/**
 * What a stream here leaves to Spark's own, whether it has batches or not: where it begins, what
 * its offsets mean, and its end.
 *
 * @param <S> Spark's stream
 */
abstract class DelegatingStream<S extends SparkDataStream> implements SparkDataStream {
  final S spark;

  DelegatingStream(S spark) {
    this.spark = spark;
  }

  @Override
  public final Offset initialOffset() {
    return spark.initialOffset();
  }

  @Override
  public final Offset deserializeOffset(String json) {
    return spark.deserializeOffset(json);
  }

  @Override
  public final void commit(Offset end) {
    spark.commit(end);
  }

  @Override
  public void stop() {
    spark.stop();
  }

  /** The name in Spark's progress reports. */
  @Override
  public final String toString() {
    return spark.toString();
  }
}
