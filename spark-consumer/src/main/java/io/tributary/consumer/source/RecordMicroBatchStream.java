package io.tributary.consumer.source;

import io.tributary.consumer.checkpoint.Checkpoint;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
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
import org.apache.spark.sql.kafka010.KafkaSourceOffset;
import scala.collection.JavaConverters;

/**
 * Spark's own stream of batches, read by {@link RangeReader}. While no records come, Spark asks for
 * the topics' ends with every trigger; here that question takes a while to answer.
 */
final class RecordMicroBatchStream extends DelegatingStream<KafkaMicroBatchStream>
    implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {
  private final NewRecordWait arrivals;
  private final LogEndCheck ends;
  private CarefulReading caution;
  private boolean endless = true;

  RecordMicroBatchStream(
      KafkaMicroBatchStream spark,
      NewRecordWait arrivals,
      LogEndCheck ends,
      CarefulReading caution) {
    super(spark);
    this.arrivals = arrivals;
    this.ends = ends;
    this.caution = caution;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    CarefulReading ofThisBatch = caution;
    caution = caution.behindTheFirstBatch();
    return new Readers(ofThisBatch);
  }

  private record Readers(CarefulReading caution) implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new RangeReader((KafkaBatchInputPartition) partition, caution);
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
    Offset end = end(start, limit);
    if (!endless || !end.equals(start)) {
      return end;
    }
    try {
      return arrivals.await(offsets(end)) ? end(start, limit) : end;
    } catch (InterruptedException | InterruptException stopped) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new InterruptedIOException("stopped while waiting for records"));
    }
  }

  /**
   * Where the next batch ends: not before it begins, though the records up to there may be those of
   * an open transaction.
   */
  private Offset end(Offset start, ReadLimit limit) {
    Offset end = spark.latestOffset(start, limit);
    if (end == null) {
      return end;
    }
    Map<TopicPartition, Long> offsets = offsets(end);
    Map<TopicPartition, Long> held = ends.held(offsets(start), offsets);
    if (held.isEmpty()) {
      return end;
    }
    offsets.putAll(held);
    return spark.deserializeOffset(Checkpoint.json(offsets));
  }

  private static Map<TopicPartition, Long> offsets(Offset end) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    JavaConverters.mapAsJavaMap(((KafkaSourceOffset) end).partitionToOffsets())
        .forEach((partition, offset) -> offsets.put(partition, (Long) offset));
    return offsets;
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
    endless = false;
    spark.prepareForTriggerAvailableNow();
  }

  @Override
  public void stop() {
    arrivals.close();
    super.stop();
  }

  @Override
  public Map<String, String> metrics(Optional<Offset> consumed) {
    return spark.metrics(consumed);
  }
}
