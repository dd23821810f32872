package io.tributary.consumer.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReader;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;

/** Spark's own stream without batches, read by {@link PartitionFollower}. */
final class EndlessStream implements ContinuousStream {
  private final ContinuousStream spark;

  EndlessStream(ContinuousStream spark) {
    this.spark = spark;
  }

  @Override
  public ContinuousPartitionReaderFactory createContinuousReaderFactory() {
    return new Readers();
  }

  private static final class Readers implements ContinuousPartitionReaderFactory {
    @Override
    public ContinuousPartitionReader<InternalRow> createReader(InputPartition partition) {
      return new PartitionFollower((KafkaContinuousInputPartition) partition);
    }
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start) {
    return spark.planInputPartitions(start);
  }

  @Override
  public Offset mergeOffsets(PartitionOffset[] offsets) {
    return spark.mergeOffsets(offsets);
  }

  @Override
  public boolean needsReconfiguration() {
    return spark.needsReconfiguration();
  }

  @Override
  public Offset initialOffset() {
    return spark.initialOffset();
  }

  @Override
  public Offset deserializeOffset(String json) {
    return spark.deserializeOffset(json);
  }

  @Override
  public void commit(Offset end) {
    spark.commit(end);
  }

  @Override
  public void stop() {
    spark.stop();
  }

  @Override
  public String toString() {
    return spark.toString();
  }
}
