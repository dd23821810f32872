package io.tributary.consumer.sink;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.streaming.ReportsSinkMetrics;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;

/** Spark's view of where a query writes to; reports what the query has written so far. */
final class CassandraSinkTable implements SupportsWrite, ReportsSinkMetrics {
  private final StructType schema;
  private final WriteCounter total = new WriteCounter();
  private final CassandraStreamingWrite write;

  CassandraSinkTable(StructType schema, SinkPlan plan) {
    this.schema = schema;
    this.write = new CassandraStreamingWrite(plan, total);
  }

  @Override
  public String name() {
    return "cassandra";
  }

  @Override
  @SuppressWarnings("deprecation") // Table has no other way to tell its schema
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.STREAMING_WRITE, TableCapability.ACCEPT_ANY_SCHEMA);
  }

  /** Spark asks for one with each batch; what they write with is the same for all of them. */
  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new WriteBuilder() {
      @Override
      public Write build() {
        return new Write() {
          @Override
          public StreamingWrite toStreaming() {
            return write;
          }
        };
      }
    };
  }

  @Override
  public Map<String, String> metrics() {
    return total.written().toMap();
  }
}
