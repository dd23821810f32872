package io.tributary.consumer;

import io.tributary.consumer.query.QuerySettings;
import io.tributary.consumer.query.TriggerKind;
import io.tributary.consumer.sink.SinkSettings;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.RegistryConnection;
import java.util.List;

/**
 * All that a consumer is told.
 *
 * @param deadLetterAlertRatio share of dead letters, from 0 to 1, over which there is an alert
 */
record ConsumerPlan(
    StartSettings start,
    List<Definitions.Definition> definitions,
    KafkaConnection kafka,
    CassandraConnection cassandra,
    RegistryConnection registry,
    QuerySettings query,
    SinkSettings sink,
    String statusHost,
    int statusPort,
    double deadLetterAlertRatio) {

  /** A run from beginning to end has batches whatever the trigger. */
  boolean isContinuous() {
    return start.mode() == Mode.APPEND && query.kind() == TriggerKind.CONTINUOUS;
  }

  List<String> keyspaces() {
    return definitions.stream().map(definition -> definition.pipeline().keyspace()).toList();
  }

  List<String> topics() {
    return definitions.stream()
        .flatMap(definition -> definition.pipeline().topic().names().stream())
        .toList();
  }
}
