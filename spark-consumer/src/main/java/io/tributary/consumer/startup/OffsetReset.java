package io.tributary.consumer.startup;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.topics.Retained;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes down in a checkpoint where the next consumer begins, without reading a record. A checkpoint
 * that can be used stays as it is.
 *
 * @param from what the user has chosen
 */
public record OffsetReset(StartingPoint from) {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetReset.class);

  /**
   * Does nothing for a pipeline that the choice does not name.
   *
   * @param retained what Kafka has of the pipeline's topics
   * @throws UsageException when Kafka does not have what the user has chosen
   */
  public void apply(
      Pipeline pipeline, Checkpoint checkpoint, Map<TopicPartition, Retained> retained)
      throws CommandFailedException, UsageException, IOException {
    if (!from.names(retained)) {
      return;
    }
    StartCheck check = new StartCheck(Optional.of(from), retained);
    StartingPoint beginning = check.of(pipeline, checkpoint, true);
    check.makeRoom(pipeline, checkpoint);
    if (checkpoint.exists()) {
      LOG.info("{}: the checkpoint {} is valid and stays unchanged", pipeline.name(), checkpoint);
      return;
    }
    checkpoint.begin(beginning.in(retained));
    LOG.info(
        "{}: the next consumer with the checkpoint {} begins at {}",
        pipeline.name(),
        checkpoint,
        beginning);
  }
}
