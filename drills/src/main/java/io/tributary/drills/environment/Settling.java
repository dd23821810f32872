package io.tributary.drills.environment;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.drills.settle.Account;
import io.tributary.drills.settle.CassandraTables;
import io.tributary.drills.settle.Settlement;
import io.tributary.drills.truth.Truth;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Waits until all that was published has landed, and holds the tables against the truth. */
final class Settling {
  /** How long an account may stay unchanged before it counts as final. */
  private static final Duration LAST_LIMIT = Duration.ofSeconds(45);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final String ALWAYS_THERE = "first_name";

  private final Truth truth;
  private final Pipeline pipeline;
  private final CassandraTables tables;
  private final Consumer<String> told;

  Settling(Truth truth, CqlSession session, Pipeline pipeline, Consumer<String> told) {
    this.truth = truth;
    this.pipeline = pipeline;
    this.told = told;
    this.tables =
        new CassandraTables(
            session,
            pipeline.keyspace(),
            pipeline.mainTable().name(),
            pipeline.mainTable().key().get(0));
  }

  /** Waits until everything has landed, the consumer has ended, or nothing gets better. */
  Account await(DrillConsumer consumer) throws Exception {
    boolean unused =
        looks(DrillEnvironment.LIMIT)
            .until(() -> lastHaveLanded() || !consumer.process().isAlive());
    Ticker ticker = Ticker.system();
    int least = Integer.MAX_VALUE;
    Retry last = looks(LAST_LIMIT);
    while (true) {
      long start = ticker.nanos();
      Account now = account();
      if (now.settled()) {
        return now;
      }
      if (!consumer.process().isAlive()) {
        told.accept("the consumer has ended: " + consumer.process().logTail());
        return now;
      }
      if (now.missing() + now.wrong() < least) {
        // as long as it gets better there is hope
        least = now.missing() + now.wrong();
        last = looks(LAST_LIMIT);
      } else if (last.isOver()) {
        return now;
      }
      // reading everything is work for Cassandra too
      ticker.sleep(BETWEEN_LOOKS.plus(ticker.since(start)));
    }
  }

  /** Truth against tables, now. */
  Account account() throws Exception {
    try {
      return looks(DrillEnvironment.LIMIT)
          .call(
              () -> Settlement.of(truth, tables),
              // Cassandra may just be coming back
              failed -> failed instanceof DriverException,
              failed -> {});
    } catch (DriverException away) {
      throw new CommandFailedException("Cassandra does not answer: " + away.getMessage(), away);
    }
  }

  /** Waits until the consumer has committed all events that were published. */
  void awaitCommitted(String bootstrapServers, Path checkpoints) throws Exception {
    String topic = pipeline.topic().name();
    CommittedOffsets committed = new CommittedOffsets(checkpoints.resolve(pipeline.name()));
    try (TopicOffsets offsets = new TopicOffsets(bootstrapServers, topic)) {
      Map<Integer, Long> ends = offsets.ends();
      if (!looks(DrillEnvironment.LIMIT).until(() -> committed.of(topic).equals(ends))) {
        throw new CommandFailedException("The consumer does not commit all that it has written.");
      }
    }
  }

  private boolean lastHaveLanded() {
    try {
      return truth.lastOfEachPartition().stream()
          .allMatch(last -> tables.landed(last, ALWAYS_THERE));
    } catch (DriverException away) {
      return false;
    }
  }

  private static Retry looks(Duration limit) {
    return new Retry(limit, Backoff.every(BETWEEN_LOOKS));
  }
}
