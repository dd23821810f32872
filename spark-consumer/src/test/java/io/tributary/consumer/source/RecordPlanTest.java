package io.tributary.consumer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.ContinuousScanExec;
import org.apache.spark.sql.execution.datasources.v2.MicroBatchScanExec;
import org.apache.spark.sql.execution.datasources.v2.StreamingDataSourceV2Relation;
import org.apache.spark.sql.execution.streaming.LongOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

class RecordPlanTest {
  private static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[1]")
          .config("spark.ui.enabled", false)
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .getOrCreate();

  private static final SparkDataStream STREAM =
      (SparkDataStream)
          Proxy.newProxyInstance(
              RecordPlanTest.class.getClassLoader(),
              new Class<?>[] {MicroBatchStream.class, ContinuousStream.class},
              (stream, method, arguments) -> new InputPartition[0]);

  private static final Scan OURS =
      new KafkaSource.Records(
          () -> RecordRow.SCHEMA, Map.of(), new CarefulReading(Skips.NONE, Map.of()));
  private static final Option<Offset> FROM = Option.apply(new LongOffset(1));
  private static final Option<Offset> TO = Option.apply(new LongOffset(2));

  private static final Seq<Attribute> COLUMNS =
      JavaConverters.asScalaBuffer(
              List.<Attribute>copyOf(
                  JavaConverters.seqAsJavaList(DataTypeUtils.toAttributes(RecordRow.SCHEMA))))
          .toSeq();

  @AfterAll
  static void stop() {
    SPARK.stop();
  }

  private static LogicalPlan read(Scan scan, Option<Offset> to) {
    return new StreamingDataSourceV2Relation(
        COLUMNS, scan, STREAM, Option.empty(), Option.empty(), FROM, to);
  }

  private static SparkPlan planned(Option<Offset> to) {
    return SPARK.sessionState().planner().plan(read(OURS, to)).next();
  }

  @Test
  void rows_comeAsTheSourceMadeThem_withNoProjectionBehindIt() {
    KafkaSource.reader(SPARK);
    assertThat(planned(TO)).isInstanceOf(MicroBatchScanExec.class);
    assertThat(planned(Option.empty())).isInstanceOf(ContinuousScanExec.class);
  }

  @Test
  void session_isToldOnce_howeverManyQueriesItHas() {
    SparkSession spark = SPARK.newSession();
    KafkaSource.reader(spark);
    KafkaSource.reader(spark);
    assertThat(spark.experimental().extraStrategies().size()).isOne();
  }

  @Test
  void otherSources_areLeftToSpark() {
    assertThat(new RecordPlan().apply(read(() -> RecordRow.SCHEMA, TO)).isEmpty()).isTrue();
  }
}
