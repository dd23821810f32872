package io.tributary.consumer.sink;

import io.tributary.consumer.handover.Handover;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The streaming sink: takes the rows of Spark's Kafka source as they are. Spark makes one for each
 * query, by this class's name.
 */
public final class CassandraSinkProvider implements TableProvider {
  private static final String PLAN = "plan";
  private static final Handover<SinkPlan> PLANS = new Handover<>();

  /** Keeps the plan of a query for its sink, which is there once the query has been started. */
  public static Handover<SinkPlan>.Ticket leave(SinkPlan plan) {
    return PLANS.leave(plan);
  }

  /** The options of the query that the plan was left for. */
  public static Map<String, String> options(Handover<SinkPlan>.Ticket ticket) {
    return Map.of(PLAN, ticket.number());
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return new StructType();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new CassandraSinkTable(schema, PLANS.take(String.valueOf(properties.get(PLAN))));
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }
}
