package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.spark.connector.cql.CassandraConnector;
import io.tributary.consumer.cassandra.Availability;
import io.tributary.consumer.cassandra.ClusterReplicaSets;
import io.tributary.consumer.cassandra.PreparedWrites;
import io.tributary.consumer.cassandra.ReplicaSets;
import io.tributary.consumer.cassandra.WriteRequests;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a query in one JVM share. It travels as a broadcast, so that each JVM has one;
 * sessions and what hangs on them are opened by the first task that needs them.
 */
final class SinkParts implements Serializable {
  private final SinkOptions options;
  private final CassandraConnector connector;
  private transient @Nullable Opened opened;

  SinkParts(SinkOptions options, CassandraConnector connector) {
    this.options = options;
    this.connector = connector;
  }

  record Opened(
      Pipeline pipeline,
      CqlSession session,
      WriteRequests requests,
      ReplicaSets replicaSets,
      Availability availability) {}

  SinkOptions options() {
    return options;
  }

  /** Throws what the driver throws when Cassandra does not answer. */
  synchronized Opened open() {
    if (opened == null) {
      Pipeline pipeline = pipeline();
      CqlSession session = connector.openSession();
      opened =
          new Opened(
              pipeline,
              session,
              PreparedWrites.prepare(session, pipeline, options.consistency()),
              new ClusterReplicaSets(session, pipeline.table().keyspace()),
              new Availability());
    }
    return opened;
  }

  private Pipeline pipeline() {
    try {
      return Pipeline.parse(
          Path.of(options.pipeline()), options.definition().getBytes(StandardCharsets.UTF_8));
    } catch (InvalidDefinitionException impossible) {
      throw new IllegalStateException(impossible.getMessage(), impossible);
    }
  }
}
