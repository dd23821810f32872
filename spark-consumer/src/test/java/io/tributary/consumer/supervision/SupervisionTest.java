package io.tributary.consumer.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.consumer.query.QuerySupervisor;
import io.tributary.consumer.query.RunningQuery;
import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.retry.Backoff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SupervisionTest {
  private static final Duration LONG = Duration.ofDays(300);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final Map<String, String> failed = new ConcurrentHashMap<>();
  private final Map<String, PipelineRun> runs = new LinkedHashMap<>();
  private Supervision supervision = supervision(LONG, true);

  private Supervision supervision(Duration pause, boolean triesAgain) {
    return new Supervision(pause, pause, triesAgain, failed::put);
  }

  @AfterEach
  void close() {
    supervision.close();
  }

  /** A query that runs until it is stopped, or told to end. */
  private static final class Query implements RunningQuery {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void await() throws Exception {
      running.countDown();
      over.await();
    }

    @Override
    public void stop() {
      over.countDown();
    }

    @Override
    public WriteStats written() {
      return WriteStats.of(Map.of("rows", "5"));
    }

    private void awaitRunning() throws InterruptedException {
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static QuerySupervisor supervisor(Query query) {
    return new QuerySupervisor(
        "any",
        () -> query,
        OptionalLong::empty,
        failure -> {},
        why -> {},
        new Backoff(SHORT, SHORT),
        1);
  }

  private Query runs(String pipeline) {
    Query query = new Query();
    runs.put(pipeline, new PipelineRun(() -> supervisor(query)));
    return query;
  }

  private void cannotRun(String pipeline, Exception why) {
    runs.put(
        pipeline,
        new PipelineRun(
            () -> {
              throw why;
            }));
  }

  @Test
  void await_throwsWhatItFailedOf_whenTheOnlyPipelineCannotContinue() {
    UsageException why = new UsageException("--from names no offset");
    cannotRun("users", why);
    supervision.start(runs);
    assertThatThrownBy(supervision::await).isSameAs(why);
  }

  @Test
  void otherPipelinesRunOn_whenOneCannotContinue() throws Exception {
    cannotRun("users", new CommandFailedException("offsets 3 to 8 are lost"));
    Query orders = runs("orders");
    supervision.start(runs);
    orders.awaitRunning();
    await().untilAsserted(() -> assertThat(failed).containsKey("users"));
    assertThat(failed).containsOnly(Map.entry("users", "offsets 3 to 8 are lost"));

    CompletableFuture<Void> over =
        CompletableFuture.runAsync(
            () -> {
              try {
                supervision.await();
              } catch (Exception failure) {
                throw new IllegalStateException(failure.getMessage(), failure);
              }
            });
    assertThat(orders.over.getCount()).isEqualTo(1);
    assertThat(over).isNotDone();

    supervision.end();
    assertThatThrownBy(() -> over.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("the pipeline users cannot continue: offsets 3 to 8 are lost");
  }

  @Test
  void await_namesEachPipeline_whenNoneCanContinue() {
    cannotRun("users", new CommandFailedException("offsets 3 to 8 are lost"));
    cannotRun("orders", new CommandFailedException("the checkpoint is missing"));
    supervision.start(runs);
    assertThatThrownBy(supervision::await)
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "the pipeline users cannot continue: offsets 3 to 8 are lost; the pipeline orders"
                + " cannot continue: the checkpoint is missing");
  }

  @Test
  void await_saysItOnce_whenAllPipelinesFailOfTheSame() {
    cannotRun("users", new CommandFailedException("Spark has given no executor"));
    cannotRun("orders", new CommandFailedException("Spark has given no executor"));
    supervision.start(runs);
    assertThatThrownBy(supervision::await).hasMessage("Spark has given no executor");
  }

  @Test
  void aPipelineContinues_whenALaterTrySucceeds() throws Exception {
    supervision = supervision(SHORT, true);
    runs("orders");
    Query users = new Query();
    AtomicInteger tries = new AtomicInteger();
    runs.put(
        "users",
        new PipelineRun(
            () -> {
              if (tries.incrementAndGet() < 4) {
                throw new CommandFailedException("the topic users is missing");
              }
              return supervisor(users);
            }));
    supervision.start(runs);
    users.awaitRunning();
    supervision.end();
    supervision.await();
    assertThat(failed).containsKey("users");
  }

  @Test
  void await_waitsForTheOthersAndFails_whenAPipelineThatIsNotTriedAgainFails() throws Exception {
    supervision = supervision(SHORT, false);
    cannotRun("users", new CommandFailedException("the topic users is missing"));
    Query orders = runs("orders");
    supervision.start(runs);
    orders.awaitRunning();
    orders.stop();
    assertThatThrownBy(supervision::await)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("users")
        .hasMessageContaining("is missing");
    assertThat(supervision.written())
        .hasEntrySatisfying("orders", written -> assertThat(written.rows()).isEqualTo(5));
  }

  @Test
  void await_throwsAtOnce_whenTheProcessItselfIsBroken() {
    runs("orders");
    runs.put(
        "users",
        new PipelineRun(
            () -> {
              throw new OutOfMemoryError("no heap");
            }));
    supervision.start(runs);
    assertThatThrownBy(supervision::await).hasRootCauseMessage("no heap");
  }

  @Test
  void close_endsTheChecks_ofAPipelineThatStillWaits() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    runs.put(
        "users",
        new PipelineRun(
            () -> {
              waiting.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              throw new AssertionError();
            }));
    supervision.start(runs);
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    supervision.close();
    assertThat(interrupted.getCount()).isZero();
    assertThat(failed).isEmpty();
  }
}
