package io.tributary.consumer.source;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.datasources.v2.ContinuousScanExec;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanExecBase;
import org.apache.spark.sql.execution.datasources.v2.MicroBatchScanExec;
import org.apache.spark.sql.execution.datasources.v2.StreamingDataSourceV2Relation;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Plans our source so that the sink gets each row as the source made it. Spark's own plan has a
 * projection behind every source, which copies all of a row into Spark's form of it.
 */
final class RecordPlan extends SparkStrategy {
  /** Has the session plan so; does no harm to other sources, nor when it was done before. */
  static void use(SparkSession spark) {
    List<SparkStrategy> strategies =
        JavaConverters.seqAsJavaList(spark.experimental().extraStrategies());
    if (strategies.stream().noneMatch(RecordPlan.class::isInstance)) {
      spark
          .experimental()
          .extraStrategies_$eq(
              seq(Stream.concat(Stream.of(new RecordPlan()), strategies.stream()).toList()));
    }
  }

  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    return seq(
        plan instanceof StreamingDataSourceV2Relation read
                && read.scan() instanceof KafkaSource.Records
                && read.startOffset().isDefined()
            ? List.of(scan(read))
            : List.of());
  }

  private static SparkPlan scan(StreamingDataSourceV2Relation read) {
    Offset start = read.startOffset().get();
    DataSourceV2ScanExecBase scan =
        read.endOffset().isDefined()
            ? new MicroBatchScanExec(
                read.output(),
                read.scan(),
                (MicroBatchStream) read.stream(),
                start,
                read.endOffset().get(),
                Option.empty(),
                Option.empty())
            : new ContinuousScanExec(
                read.output(),
                read.scan(),
                (ContinuousStream) read.stream(),
                start,
                Option.empty(),
                Option.empty());
    scan.inputPartitions(); // now, as with Spark's own plan, and not when tasks are made
    return (SparkPlan) scan;
  }

  private static <T> Seq<T> seq(List<T> elements) {
    return JavaConverters.asScalaBuffer(elements).toSeq();
  }
}
