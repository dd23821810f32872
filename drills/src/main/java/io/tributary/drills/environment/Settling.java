package io.tributary.drills.environment;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.tributary.drills.settle.Account;
import io.tributary.drills.settle.CassandraTables;
import io.tributary.drills.settle.Settlement;
import io.tributary.drills.settle.TableView;
import io.tributary.drills.truth.Truth;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Waits until all that was published has landed, and holds the tables against the truth. */
final class Settling {
  /** How long an account may stay unchanged before it counts as final. */
  private static final Duration LAST_LIMIT = Duration.ofSeconds(45);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final String ALWAYS_THERE = "first_name";

  private final Truth truth;
  private final Pipeline pipeline;
  private final Map<TableView, CassandraTables> tables = new LinkedHashMap<>();
  private final Consumer<String> told;

  Settling(Truth truth, CqlSession session, Pipeline pipeline, Consumer<String> told) {
    this.truth = truth;
    this.pipeline = pipeline;
    this.told = told;
    for (Table table : pipeline.tables()) {
      TableView view = new TableView(table.name(), table.key(), columns(table));
      tables.put(view, new CassandraTables(session, pipeline.keyspace(), view));
    }
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
              this::accountOfAllTables,
              // Cassandra may just be coming back
              failed -> failed instanceof DriverException,
              failed -> {});
    } catch (DriverException away) {
      throw new CommandFailedException("Cassandra does not answer: " + away.getMessage(), away);
    }
  }

  /** None for a table of whole records: a definition that changes meanwhile has other columns. */
  private Set<String> columns(Table table) {
    return table.columns().size() == pipeline.event().fields().size()
        ? Set.of()
        : Set.copyOf(table.columns());
  }

  private Account accountOfAllTables() {
    return tables.entrySet().stream()
        .map(table -> Settlement.of(truth, table.getKey(), table.getValue()))
        .reduce(Account::and)
        .orElseThrow();
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
          .allMatch(
              last -> tables.values().stream().allMatch(one -> one.landed(last, ALWAYS_THERE)));
    } catch (DriverException away) {
      return false;
    }
  }

  private static Retry looks(Duration limit) {
    return new Retry(limit, Backoff.every(BETWEEN_LOOKS));
  }
}
