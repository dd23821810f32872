package io.tributary.consumer.source;

import io.tributary.consumer.handover.Handover;
import io.tributary.model.topic.TopicReading;
import io.tributary.runtime.kafka.KafkaConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaSourceProvider;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Spark's Kafka source with its options and checkpoints, and columns of its own ({@link
 * RecordRow}): Spark's would cost more, and a record whose time cannot be counted in microseconds
 * would end the query. Spark makes one for each query, by this class's name.
 */
public final class KafkaSource implements TableProvider {
  private static final String KAFKA = "kafka.";
  private static final String CONNECTION = "connection";
  private static final Handover<KafkaConnection> CONNECTIONS = new Handover<>();

  private final KafkaSourceProvider spark = new KafkaSourceProvider();

  /**
   * Reads with this source, and as {@link TopicReading} says; more options and {@code load} are up
   * to the caller.
   */
  public static DataStreamReader reader(SparkSession spark) {
    RecordPlan.use(spark);
    DataStreamReader reader = spark.readStream().format(KafkaSource.class.getName());
    TopicReading.SETTINGS.forEach((name, value) -> reader.option(KAFKA + name, value));
    return reader;
  }

  /** Keeps a connection for the source of a query, which has it once its records are loaded. */
  public static Handover<KafkaConnection>.Ticket leave(KafkaConnection connection) {
    return CONNECTIONS.leave(connection);
  }

  /** The options of the query that the connection was left for. */
  public static Map<String, String> options(Handover<KafkaConnection>.Ticket ticket) {
    return Map.of(CONNECTION, ticket.number());
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return RecordRow.SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    Map<String, String> secured = secured(properties);
    return new Topics(
        spark.getTable(new CaseInsensitiveStringMap(properties)),
        secured,
        CarefulReading.of(properties));
  }

  /** The options as Spark's source takes them, with all that the connection needs. */
  private static Map<String, String> secured(Map<String, String> options) {
    Map<String, String> secured = new HashMap<>(options);
    String ticket = secured.remove(CONNECTION);
    if (ticket != null) {
      CONNECTIONS
          .take(ticket)
          .clientSettings()
          .forEach((name, value) -> secured.put(KAFKA + name, String.valueOf(value)));
    }
    return secured;
  }

  /** The settings of Kafka's clients among a query's options. */
  private static Map<String, Object> clientSettings(Map<String, String> options) {
    Map<String, Object> settings = new HashMap<>();
    options.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA)) {
            settings.put(name.substring(KAFKA.length()), value);
          }
        });
    return settings;
  }

  /** The options of a reader that reads carefully where that is needed. */
  public static Map<String, String> caution(Skips skips, Map<TopicPartition, Long> until) {
    return new CarefulReading(skips, until).toOptions();
  }

  /**
   * @param spark Spark's own table
   * @param secured the query's options, with those that Spark is not to show
   */
  private record Topics(SupportsRead spark, Map<String, String> secured, CarefulReading caution)
      implements SupportsRead {
    @Override
    public String name() {
      return spark.name();
    }

    @Override
    @SuppressWarnings("deprecation") // Table has no other way to tell its schema
    public StructType schema() {
      return RecordRow.SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ, TableCapability.CONTINUOUS_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      Map<String, String> all = new HashMap<>(options.asCaseSensitiveMap());
      all.putAll(secured);
      Scan scan = spark.newScanBuilder(new CaseInsensitiveStringMap(all)).build();
      return () -> new Records(scan, clientSettings(secured), caution);
    }
  }

  record Records(Scan spark, Map<String, Object> kafka, CarefulReading caution) implements Scan {
    @Override
    public StructType readSchema() {
      return RecordRow.SCHEMA;
    }

    @Override
    public String description() {
      return spark.description();
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
      return new RecordMicroBatchStream(
          (KafkaMicroBatchStream) spark.toMicroBatchStream(checkpoint),
          NewRecordWait.with(kafka),
          LogEndCheck.with(kafka),
          caution);
    }

    @Override
    public ContinuousStream toContinuousStream(String checkpoint) {
      return new RecordContinuousStream(spark.toContinuousStream(checkpoint), caution);
    }
  }
}
