package io.tributary.consumer.source;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;

/** Spark's own stream of batches, read by {@link RangeReader}. */
final class RecordStream extends SparksStream<KafkaMicroBatchStream>
    implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {
  RecordStream(KafkaMicroBatchStream spark) {
    super(spark);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers();
  }

  private static final class Readers implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new RangeReader((KafkaBatchInputPartition) partition);
    }
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    return spark.planInputPartitions(start, end);
  }

  @Override
  public Offset latestOffset() {
    return spark.latestOffset();
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    return spark.latestOffset(start, limit);
  }

  @Override
  public Offset reportLatestOffset() {
    return spark.reportLatestOffset();
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return spark.getDefaultReadLimit();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    spark.prepareForTriggerAvailableNow();
  }

  @Override
  public Map<String, String> metrics(Optional<Offset> consumed) {
    return spark.metrics(consumed);
  }
}
