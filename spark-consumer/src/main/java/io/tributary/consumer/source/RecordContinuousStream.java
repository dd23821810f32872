package io.tributary.consumer.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReader;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;

/** Spark's own stream without batches, read by {@link RecordContinuousReader}. */
final class RecordContinuousStream extends DelegatingStream<ContinuousStream>
    implements ContinuousStream {
  private final CarefulReading caution;

  RecordContinuousStream(ContinuousStream spark, CarefulReading caution) {
    super(spark);
    this.caution = caution;
  }

  @Override
  public ContinuousPartitionReaderFactory createContinuousReaderFactory() {
    return new Readers(caution);
  }

  private record Readers(CarefulReading caution) implements ContinuousPartitionReaderFactory {
    @Override
    public ContinuousPartitionReader<InternalRow> createReader(InputPartition partition) {
      return new RecordContinuousReader((KafkaContinuousInputPartition) partition, caution);
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
