package io.tributary.consumer.sink;

import io.tributary.consumer.checkpoint.StartedBatch;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.registry.RegistryConnection;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sink of one query is told.
 *
 * @param pipeline the pipeline's name
 * @param definition the pipeline's definition, as its file has it
 * @param registry of the events' schemas, if they have any
 * @param keyspaces of all pipelines whose queries share a session of Cassandra's
 * @param tables names of the only tables that rows are written into; empty for all
 * @param continuous whether the query runs without batches: rows are then sent at once, and records
 *     judged by the clock as they come
 * @param begun a batch that is done with another definition
 */
public record SinkPlan(
    String pipeline,
    String definition,
    CassandraConnection cassandra,
    RegistryConnection registry,
    List<String> keyspaces,
    SinkSettings settings,
    List<String> tables,
    boolean continuous,
    @Nullable StartedBatch begun)
    implements Serializable {

  public SinkPlan {
    keyspaces = List.copyOf(keyspaces);
    tables = List.copyOf(tables);
  }

  /** The same, with what is known of a batch that was begun before. */
  public SinkPlan withBegun(Optional<StartedBatch> batch) {
    return with(definition, batch.orElse(null));
  }

  /** The same, but for the definition that the batch was begun with. */
  SinkPlan asBegun(StartedBatch batch) {
    return with(batch.definition(), null);
  }

  private SinkPlan with(String text, @Nullable StartedBatch batch) {
    return new SinkPlan(
        pipeline, text, cassandra, registry, keyspaces, settings, tables, continuous, batch);
  }

  /** Without the definition, which is long. */
  @Override
  public String toString() {
    return "sink of %s into %s".formatted(pipeline, cassandra);
  }
}
