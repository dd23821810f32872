package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.consumer.cassandra.Availability;
import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.WriteFailure;
import io.tributary.consumer.checkpoint.StartedBatch;
import io.tributary.consumer.fence.Fence;
import io.tributary.consumer.fence.FenceBrokenException;
import io.tributary.consumer.fence.Fences;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag$;

/**
 * The driver's side of one query's writing. Spark commits a batch's offsets only after {@link
 * #commit}, and calls that only after every task's writer has drained.
 */
final class CassandraStreamingWrite implements StreamingWrite {
  private static final Logger LOG = LoggerFactory.getLogger(CassandraStreamingWrite.class);

  private final SinkPlan plan;
  private final WriteCounter total;
  private @Nullable Shared shared;

  /**
   * @param opened keeps the driver's session open, which the fence uses
   * @param fence where one is needed
   * @param continuous of a query without batches
   * @param begun where a batch was begun with another definition
   */
  private record Shared(
      TaskResources opened,
      Broadcast<TaskResources> parts,
      Optional<Fence> fence,
      Optional<ContinuousRun> continuous,
      Optional<CassandraWriterFactory.Begun> begun) {}

  CassandraStreamingWrite(SinkPlan plan, WriteCounter total) {
    this.plan = plan;
    this.total = total;
  }

  @Override
  public synchronized StreamingDataWriterFactory createStreamingWriterFactory(
      PhysicalWriteInfo info) {
    if (shared == null) {
      shared = share();
    } else if (shared.continuous().isPresent()) {
      // Spark would number the next epoch like one whose offsets it may have noted already
      throw new PartitionsChangedException();
    }
    return new CassandraWriterFactory(
        shared.parts(), System.currentTimeMillis(), shared.begun().orElse(null));
  }

  private Shared share() {
    TaskResources parts = new TaskResources(plan);
    // before the session is open: Spark would take all that hangs on it for a size, 100 MiB, and
    // soon forget the copy in memory
    Broadcast<TaskResources> sent = broadcast(parts, TaskResources.class);
    try {
      Optional<Fence> fence = fence(parts.open());
      return new Shared(
          parts,
          sent,
          fence,
          plan.continuous() ? Optional.of(new ContinuousRun(plan.pipeline())) : Optional.empty(),
          begun());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(Interruption.of(stopped));
    }
  }

  /** Asks for as long as Cassandra is away: a query that runs waits for it too. */
  private Optional<Fence> fence(TaskResources.Opened opened)
      throws IOException, InterruptedException {
    Pipeline pipeline = opened.writing().pipeline();
    Availability availability = opened.writing().availability();
    while (true) {
      try {
        Optional<Fence> fence =
            new Fences(
                    opened.session(),
                    plan.cassandra().datacenter(),
                    plan.settings().consistency(),
                    plan.settings().fence())
                .begin(pipeline.keyspace());
        availability.answered();
        return fence;
      } catch (DriverException failed) {
        if (WriteFailure.isInsideANode(failed)) {
          throw failed; // to be seen, and tried again with the query
        }
        TaskResources.waitAfter(failed, availability);
      }
    }
  }

  /** What was begun is finished as it was begun, so that no record ends in two ways. */
  private Optional<CassandraWriterFactory.Begun> begun() throws IOException {
    StartedBatch batch = plan.begun();
    if (batch == null) {
      return Optional.empty();
    }
    TaskResources parts = new TaskResources(plan.asBegun(batch));
    Broadcast<TaskResources> sent = broadcast(parts, TaskResources.class);
    try {
      parts.check();
      parts.open();
    } catch (FatalWriteException | InvalidDefinitionException gone) {
      LOG.warn(
          "{}: batch {} began with a definition that can no longer be written ({}): it continues with the current one, and some of its records may become both row and dead letter",
          plan.pipeline(),
          batch.number(),
          gone.getMessage());
      return Optional.empty();
    }
    LOG.info(
        "{}: the definition changed while batch {} was being written; this batch is finished with the definition that it began with",
        plan.pipeline(),
        batch.number());
    return Optional.of(new CassandraWriterFactory.Begun(batch.number(), sent));
  }

  private static <T extends Serializable> Broadcast<T> broadcast(T value, Class<T> type) {
    SparkContext context = SparkSession.active().sparkContext();
    return context.broadcast(value, ClassTag$.MODULE$.<T>apply(type));
  }

  /** A record belongs to one task at a time, and writing it twice changes nothing. */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public synchronized void commit(long epochId, WriterCommitMessage[] messages) {
    // Spark itself would only log it, and commit nothing from then on
    CommitFailure.tell(why -> continuous().ifPresent(run -> run.fail(why)), () -> commit(messages));
  }

  private void commit(WriterCommitMessage[] messages) {
    WriteCounter batch = new WriteCounter();
    for (WriterCommitMessage message : messages) {
      if (message instanceof TaskCommit report) {
        batch.add(report.written());
      }
    }
    if (batch.written().records() > 0) {
      passFence();
    }
    total.add(batch);
    continuous().ifPresent(run -> run.done(total.written()));
  }

  private Optional<ContinuousRun> continuous() {
    return shared == null ? Optional.empty() : shared.continuous();
  }

  /** Throws, so that the offsets are not committed, if anything that was written may be gone. */
  private void passFence() {
    if (shared == null || shared.fence().isEmpty()) {
      return;
    }
    try {
      shared.fence().get().pass();
    } catch (FenceBrokenException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new UncheckedIOException(Interruption.of(stopped));
    }
  }

  @Override
  public void abort(long epochId, WriterCommitMessage[] messages) {
    // what was written stays: the batch is written again, to the same rows
  }
}
