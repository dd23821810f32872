package io.tributary.consumer;

import io.tributary.consumer.source.Skips;
import io.tributary.consumer.topics.StartingPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a consumer does when it starts.
 *
 * @param from where a pipeline that has no checkpoint, or cannot use it, begins; nothing leaves
 *     that to the consumer, which refuses what could lose or repeat records unasked
 * @param skips records that are not read and become dead letters
 * @param tables names of the only tables to fill; empty for all
 * @param checkpoints folder of the checkpoints: a path, or a URL that Hadoop understands
 * @param startWait how long to wait for Kafka and Cassandra
 */
record StartSettings(
    Mode mode,
    Optional<StartingPoint> from,
    Skips skips,
    List<String> tables,
    String checkpoints,
    Duration startWait) {

  StartSettings {
    tables = List.copyOf(tables);
  }
}
