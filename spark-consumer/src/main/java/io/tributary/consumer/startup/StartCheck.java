package io.tributary.consumer.startup;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.topics.LostOffsets;
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
 * Decides whether a pipeline may start as it is: records that would be lost or read again without
 * anybody having asked for it stop the start.
 */
public final class StartCheck {
  private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

  private final Optional<StartingPoint> from;
  private final Map<TopicPartition, Retained> retained;

  /**
   * @param from what the user wants where the checkpoint is of no use
   * @param retained what Kafka has of the pipeline's topics
   */
  public StartCheck(Optional<StartingPoint> from, Map<TopicPartition, Retained> retained) {
    this.from = from.filter(point -> point.names(retained));
    this.retained = retained;
  }

  /**
   * Where the query begins if its checkpoint does not say so. Changes nothing yet.
   *
   * @param hasRows whether the pipeline has written anything before
   * @throws CommandFailedException when the user has to choose first
   * @throws UsageException when Kafka does not have what the user has chosen
   */
  public StartingPoint of(Pipeline pipeline, Checkpoint checkpoint, boolean hasRows)
      throws CommandFailedException, UsageException, IOException {
    if (checkpoint.exists()) {
      return withCheckpoint(pipeline, checkpoint);
    }
    if (hasRows && from.isEmpty()) {
      throw new CommandFailedException(
          "the checkpoint %s of the pipeline %s is missing while %s.%s has rows: start with --from earliest to read again all that Kafka has (rows that are there do not change), with --from latest to skip them, or with --from %s-0@OFFSET,... to say where in each partition"
              .formatted(
                  checkpoint,
                  pipeline.name(),
                  pipeline.keyspace(),
                  pipeline.mainTable().name(),
                  pipeline.topic().name()));
    }
    StartingPoint beginning = from.orElse(StartingPoint.EARLIEST);
    beginning.check(retained);
    return beginning;
  }

  private StartingPoint withCheckpoint(Pipeline pipeline, Checkpoint checkpoint)
      throws CommandFailedException, UsageException, IOException {
    LostOffsets lost = LostOffsets.between(checkpoint.positions(), retained);
    if (lost.isEmpty()) {
      return StartingPoint.EARLIEST;
    }
    if (from.isEmpty()) {
      throw new CommandFailedException(said(pipeline, lost));
    }
    from.get().check(retained);
    return from.get();
  }

  /**
   * Moves a checkpoint aside whose records are gone, if the user has said from where to go on;
   * after {@link #of}.
   */
  public void makeRoom(Pipeline pipeline, Checkpoint checkpoint) throws IOException {
    LostOffsets lost = LostOffsets.between(checkpoint.positions(), retained);
    if (from.isPresent() && !lost.isEmpty()) {
      LOG.warn(
          "{}: Kafka no longer has {}; continuing from {} as --from says, the old checkpoint is kept as {}",
          pipeline.name(),
          lost,
          from.get(),
          checkpoint.moveAside());
    }
  }

  /** The sentence that names what is lost and how to go on in spite of it. */
  public static String said(Pipeline pipeline, LostOffsets lost) {
    return "records of the pipeline %s are lost, Kafka no longer has %s: start with --from earliest to continue with what Kafka has, or with --from latest to skip that too"
        .formatted(pipeline.name(), lost);
  }
}
