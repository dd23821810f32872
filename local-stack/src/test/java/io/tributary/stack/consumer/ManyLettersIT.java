package io.tributary.stack.consumer;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A consumer begins with a look at the dead letters that there are. */
@WithStack
class ManyLettersIT {
  /** Each with five absent values: more of these in one day than Cassandra reads for one page. */
  private static final int LETTERS = 30_000;

  private static final int IN_BATCH = 50;

  @Test
  void consumer_starts_howeverManyRecordsWereBad(Stack stack, FreshPipeline fresh)
      throws Exception {
    consumerStarts(stack, fresh, Duration.ZERO);
  }

  @Test
  void consumer_starts_howeverManyLettersHaveExpired(Stack stack, FreshPipeline fresh)
      throws Exception {
    consumerStarts(stack, fresh, Duration.ofSeconds(1));
  }

  private static void consumerStarts(Stack stack, FreshPipeline fresh, Duration timeToLive)
      throws Exception {
    try (PipelineFixture surroundings = PipelineFixture.of(stack, fresh)) {
      file(surroundings.session(), surroundings.pipeline(), timeToLive);
      surroundings.publish(0, 10);
      try (TestConsumer consumer =
          TestConsumer.start(stack, fresh, Map.of(), List.of("--from", "earliest"))) {
        consumer.awaitReady();
        surroundings.awaitRows(10);
      }
    }
  }

  private static void file(CqlSession session, Pipeline pipeline, Duration timeToLive)
      throws Exception {
    PreparedStatement insert =
        session.prepare(new DeadLetterCql(pipeline.keyspace()).insertExpiring());
    List<CompletionStage<AsyncResultSet>> filed = new ArrayList<>();
    for (int first = 0; first < LETTERS; first += IN_BATCH) {
      BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED);
      for (long offset = first; offset < first + IN_BATCH; offset++) {
        batch.addStatement(
            insert.bind(
                pipeline.name(),
                LocalDate.EPOCH,
                DeadLetterCql.bucket(offset),
                pipeline.topic().name(),
                0,
                offset,
                Reason.MALFORMED_JSON.name(),
                null,
                "no JSON",
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                true,
                "open",
                1L,
                (int) timeToLive.toSeconds()));
      }
      filed.add(session.executeAsync(batch.setTimeout(PipelineFixture.LIMIT).build()));
    }
    for (CompletionStage<AsyncResultSet> one : filed) {
      one.toCompletableFuture().get();
    }
  }
}
