package io.tributary.consumer;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.tributary.consumer.fence.FenceMode;
import io.tributary.consumer.query.TriggerKind;
import io.tributary.consumer.source.Skips;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.runtime.cassandra.CassandraConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a consumer is told.
 *
 * @param from where a pipeline that has no checkpoint, or cannot use it, begins; nothing leaves
 *     that to the consumer, which refuses what could lose or repeat records unasked
 * @param skips records that are not read and become dead letters
 * @param bootstrapServers of Kafka, {@code host:port} separated by commas
 * @param deadLetterTtl how long dead letters are kept; zero for ever
 * @param deadLetterAlertRatio share of dead letters, from 0 to 1, over which there is an alert
 * @param checkpoints folder of the checkpoints: a path, or a URL that Hadoop understands
 * @param master Spark's, unless spark-submit names one
 * @param startWait how long to wait at the start for Kafka and Cassandra
 * @param maxFailures how often in a row a query may die without having finished a batch
 */
record ConsumerPlan(
    Mode mode,
    Optional<StartingPoint> from,
    Skips skips,
    List<Definitions.Definition> definitions,
    String bootstrapServers,
    CassandraConnection cassandra,
    DefaultConsistencyLevel consistency,
    int writesInFlight,
    FenceMode fence,
    Duration futureTolerance,
    Duration deadLetterTtl,
    double deadLetterAlertRatio,
    String checkpoints,
    TriggerKind trigger,
    Duration triggerInterval,
    Duration epochInterval,
    int maxRecordsPerBatch,
    int maxFailures,
    String master,
    Duration startWait,
    String statusHost,
    int statusPort) {

  /** A run from beginning to end has batches whatever the trigger. */
  boolean isContinuous() {
    return mode == Mode.APPEND && trigger == TriggerKind.CONTINUOUS;
  }

  List<String> keyspaces() {
    return definitions.stream()
        .map(definition -> definition.pipeline().table().keyspace())
        .toList();
  }

  List<String> topics() {
    return definitions.stream()
        .flatMap(definition -> definition.pipeline().topic().names().stream())
        .toList();
  }
}
