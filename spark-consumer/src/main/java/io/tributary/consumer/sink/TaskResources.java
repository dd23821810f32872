package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.consumer.cassandra.Availability;
import io.tributary.consumer.cassandra.ClusterReplicaSets;
import io.tributary.consumer.cassandra.FatalWriteException;
import io.tributary.consumer.cassandra.FiledLetters;
import io.tributary.consumer.cassandra.LetterLifetime;
import io.tributary.consumer.cassandra.PreparedWrites;
import io.tributary.consumer.cassandra.ReplicaSets;
import io.tributary.consumer.cassandra.ServerLimits;
import io.tributary.consumer.cassandra.WriteFailure;
import io.tributary.consumer.cassandra.WriteRequests;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchema;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.cassandra.ConnectionRejectedException;
import io.tributary.runtime.cassandra.SharedSessions;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.SchemaCache;
import io.tributary.runtime.retry.Backoff;
import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a query in one JVM share. It travels as a broadcast, of which Spark keeps one
 * for each JVM, and has to be broadcast before it is opened. The first task that needs the session,
 * which all queries in the JVM share, takes it; it is given back when neither these parts nor a
 * task refers to the prepared writes any more.
 */
final class TaskResources implements Serializable {
  private static final Cleaner CLEANER = Cleaner.create();

  /** A task waits for Cassandra as long as it is not stopped. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Each rejected login costs Cassandra the computation of a hash. */
  private static final Duration FIRST_LOGIN_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_LOGIN_PAUSE = Duration.ofSeconds(30);

  private final SinkPlan plan;
  private final ReentrantLock opening = new ReentrantLock();
  private transient @Nullable Opened opened;

  TaskResources(SinkPlan plan) {
    this.plan = plan;
  }

  /** What a task writes with. */
  record Writing(
      Pipeline pipeline,
      WriterSchemas schemas,
      WriteRequests requests,
      ReplicaSets replicaSets,
      FiledLetters futureLetters,
      Availability availability,
      ServerLimits limits) {}

  record Opened(CqlSession session, Writing writing) {}

  SinkPlan plan() {
    return plan;
  }

  /**
   * Opens what is not open yet, waiting for Cassandra until the thread is interrupted.
   *
   * @throws FatalWriteException when Cassandra does not know the tables, or not as they are defined
   */
  Opened open() throws IOException {
    try {
      opening.lockInterruptibly();
      try {
        if (opened == null) {
          opened = connect();
        }
        return opened;
      } finally {
        opening.unlock();
      }
    } catch (InterruptedException stopped) {
      throw Interruption.of(stopped);
    } catch (CommandFailedException | UsageException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  private Opened connect()
      throws CommandFailedException, UsageException, InterruptedException, FatalWriteException {
    Pipeline pipeline = pipeline();
    Availability availability = new Availability();
    while (true) {
      SharedSessions.Lease lease = lease(pipeline, availability);
      CqlSession session = lease.session();
      try {
        ServerLimits limits = ServerLimits.read(session, plan.cassandra().datacenter());
        PreparedWrites requests =
            PreparedWrites.prepare(
                session,
                pipeline,
                plan.settings().consistency(),
                new LetterLifetime(plan.settings().deadLetterTtl(), limits.latestExpiry()),
                limits.latestExpiry());
        Writing writing =
            new Writing(
                pipeline,
                schemas(pipeline),
                requests,
                new ClusterReplicaSets(session, pipeline.keyspace()),
                FiledLetters.of(session, pipeline, failed -> waitAfter(failed, availability)),
                availability,
                limits);
        availability.answered();
        CLEANER.register(requests, lease::close);
        return new Opened(session, writing);
      } catch (DriverException failed) {
        lease.close();
        waitAfter(failed, availability);
      }
    }
  }

  /** The registry is asked while a record of it waits, for as long as it takes. */
  private WriterSchemas schemas(Pipeline pipeline) {
    SchemaCache<WriterSchema> known =
        new SchemaCache<>(
            plan.registry().open(CompatibilityCheck.NONE),
            schema -> WriterSchema.of(schema.type(), schema.text(), pipeline),
            WriterSchema::unusable,
            FOR_EVER);
    return known::find;
  }

  /** Waits as long as it takes, also for a user that Cassandra does not let in any more. */
  private SharedSessions.Lease lease(Pipeline pipeline, Availability availability)
      throws CommandFailedException, UsageException, InterruptedException {
    Backoff betweenLogins = new Backoff(FIRST_LOGIN_PAUSE, LONGEST_LOGIN_PAUSE);
    while (true) {
      try {
        return SharedSessions.ofThisJvm()
            .take(
                plan.cassandra(),
                keyspaces(pipeline),
                FOR_EVER,
                waiting -> availability.failed("no connection: " + waiting.why()));
      } catch (ConnectionRejectedException rejected) {
        availability.failed(String.valueOf(rejected.getMessage()));
        Thread.sleep(PAUSE.plus(betweenLogins.next()).toMillis());
      }
    }
  }

  /**
   * Returns when it is time for another try.
   *
   * @throws FatalWriteException when that would fail too
   */
  static void waitAfter(DriverException failed, Availability availability)
      throws FatalWriteException, InterruptedException {
    if (WriteFailure.of(failed) == WriteFailure.FATAL) {
      throw FatalWriteException.of(failed);
    }
    availability.failed(failed);
    Thread.sleep(PAUSE.toMillis());
  }

  /** Those of all queries, and that of a definition of before, if it was another. */
  private List<String> keyspaces(Pipeline pipeline) {
    String own = pipeline.keyspace();
    return plan.keyspaces().contains(own)
        ? plan.keyspaces()
        : Stream.concat(plan.keyspaces().stream(), Stream.of(own)).toList();
  }

  /** Whether the definition is one: it may be of an older version. */
  void check() throws InvalidDefinitionException {
    parse();
  }

  private Pipeline parse() throws InvalidDefinitionException {
    return Pipeline.parse(
        Path.of(plan.pipeline()), plan.definition().getBytes(StandardCharsets.UTF_8));
  }

  private Pipeline pipeline() {
    try {
      return parse();
    } catch (InvalidDefinitionException impossible) {
      throw new IllegalStateException(impossible.getMessage(), impossible);
    }
  }
}
