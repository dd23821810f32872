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
final class EndlessStream extends SparksStream<ContinuousStream> implements ContinuousStream {
  EndlessStream(ContinuousStream spark) {
    super(spark);
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
}
