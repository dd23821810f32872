package io.tributary.consumer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QuerySupervisorTest {
  private static final int MAX_FAILURES = 3;

  /** A query that does what the script says, and then ends. */
  private final class ScriptedQuery implements RunningQuery {
    private final Script script;

    ScriptedQuery(Script script) {
      this.script = script;
    }

    @Override
    public void await() throws Exception {
      script.run();
    }

    @Override
    public void stop() {
      stopped.countDown();
    }

    @Override
    public WriteStats written() {
      if (writtenFails) {
        throw new IllegalStateException("nobody knows what was written");
      }
      return WriteStats.of(Map.of("rows", "5"));
    }
  }

  private interface Script {
    void run() throws Exception;
  }

  private final Deque<Script> scripts = new ArrayDeque<>();
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();
  private final List<String> downs = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private boolean writtenFails;

  private QuerySupervisor supervisor(QuerySupervisor.Diagnosis diagnosis, Duration pause) {
    return new QuerySupervisor(
        "users",
        () -> {
          starts.incrementAndGet();
          return new ScriptedQuery(scripts.remove());
        },
        () -> OptionalLong.of(batches.get()),
        diagnosis,
        downs::add,
        new Backoff(pause, pause),
        MAX_FAILURES);
  }

  private QuerySupervisor supervisor() {
    return supervisor(failure -> {}, Duration.ofMillis(1));
  }

  private static void die() {
    throw new IllegalStateException("the broker hung up");
  }

  private void dieAfterABatch() {
    batches.incrementAndGet();
    die();
  }

  @Test
  void run_returnsWhatAllRunsWrote_whenTheQueryEndsAfterAFailure() throws Exception {
    scripts.add(QuerySupervisorTest::die);
    scripts.add(() -> {});
    assertThat(supervisor().run().rows()).isEqualTo(10);
    assertThat(starts).hasValue(2);
    assertThat(downs).containsExactly("IllegalStateException: the broker hung up");
  }

  @Test
  void run_givesUp_whenTheQueryFailsTooOftenWithoutABatch() {
    for (int i = 0; i < 10; i++) {
      scripts.add(QuerySupervisorTest::die);
    }
    assertThatThrownBy(() -> supervisor().run())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("pipeline users failed 3 times")
        .hasMessageContaining("the broker hung up");
    assertThat(starts).hasValue(MAX_FAILURES);
  }

  @Test
  void run_goesOn_whenEachFailureComesAfterABatch() throws Exception {
    for (int i = 0; i < 10; i++) {
      scripts.add(this::dieAfterABatch);
    }
    scripts.add(() -> {});
    supervisor().run();
    assertThat(starts).hasValue(11);
  }

  @Test
  void run_countsAnew_whenABatchWasDoneBetweenFailures() throws Exception {
    scripts.add(QuerySupervisorTest::die);
    scripts.add(QuerySupervisorTest::die);
    scripts.add(this::dieAfterABatch);
    scripts.add(QuerySupervisorTest::die);
    scripts.add(() -> {});
    supervisor().run();
    assertThat(starts).hasValue(5);
  }

  @Test
  void run_goesOnAndNamesTheFirstFailure_whenTheCheckpointCannotBeRead() throws Exception {
    scripts.add(QuerySupervisorTest::die);
    scripts.add(() -> {});
    QuerySupervisor supervisor =
        new QuerySupervisor(
            "users",
            () -> new ScriptedQuery(scripts.remove()),
            () -> {
              throw new IOException("the disk hung up");
            },
            failure -> {},
            downs::add,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            MAX_FAILURES);
    assertThat(supervisor.run().rows()).isEqualTo(10);
    assertThat(downs).containsExactly("IllegalStateException: the broker hung up");
  }

  @Test
  void run_givesUpForTheFirstFailure_whenTheCheckpointCanNeverBeRead() {
    QuerySupervisor supervisor =
        new QuerySupervisor(
            "users",
            () -> new ScriptedQuery(QuerySupervisorTest::die),
            () -> {
              throw new IOException("the disk hung up");
            },
            failure -> {},
            downs::add,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            MAX_FAILURES);
    assertThatThrownBy(supervisor::run)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("the broker hung up");
  }

  @Test
  void run_namesWhatTheQueryDiedOf_whenItsNumbersAndTheDiagnosisFailToo() throws Exception {
    writtenFails = true;
    scripts.add(QuerySupervisorTest::die);
    scripts.add(
        () -> {
          writtenFails = false;
        });
    QuerySupervisor supervisor =
        supervisor(
            failure -> {
              throw new IllegalStateException("no diagnosis");
            },
            Duration.ofMillis(1));
    assertThat(supervisor.run().rows()).isEqualTo(5);
    assertThat(downs).containsExactly("IllegalStateException: the broker hung up");
  }

  @Test
  void run_endsAtOnce_whenTheDiagnosisIsThatNoRestartHelps() {
    scripts.add(QuerySupervisorTest::die);
    QuerySupervisor.Diagnosis lost =
        failure -> {
          throw new CommandFailedException("offsets 3 to 8 are lost");
        };
    assertThatThrownBy(() -> supervisor(lost, Duration.ofMillis(1)).run())
        .hasMessage("offsets 3 to 8 are lost");
    assertThat(starts).hasValue(1);
  }

  @Test
  void run_givesUp_whenTheQueryCannotEvenStart() {
    QuerySupervisor supervisor =
        new QuerySupervisor(
            "users",
            () -> {
              throw new IllegalStateException("no such topic");
            },
            OptionalLong::empty,
            failure -> {},
            downs::add,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            MAX_FAILURES);
    assertThatThrownBy(supervisor::run).hasMessageContaining("no such topic");
  }

  @Test
  void stop_endsTheRun_whileTheQueryRuns() throws Exception {
    scripts.add(() -> assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue());
    QuerySupervisor supervisor = supervisor();
    CompletableFuture<WriteStats> run = inBackground(supervisor);
    await().until(() -> starts.get() == 1);
    supervisor.stop();
    assertThat(run.get(5, TimeUnit.SECONDS).rows()).isEqualTo(5);
    assertThat(starts).hasValue(1);
  }

  @Test
  void stop_endsTheRun_whileItWaitsForTheNextTry() throws Exception {
    scripts.add(QuerySupervisorTest::die);
    QuerySupervisor supervisor = supervisor(failure -> {}, Duration.ofDays(300));
    CompletableFuture<WriteStats> run = inBackground(supervisor);
    await().until(() -> starts.get() == 1);
    supervisor.stop();
    run.get(5, TimeUnit.SECONDS);
  }

  @Test
  void run_isNoFailure_whenTheQueryDiesOfBeingStopped() throws Exception {
    QuerySupervisor supervisor = supervisor();
    scripts.add(
        () -> {
          assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
          die();
        });
    CompletableFuture<WriteStats> run = inBackground(supervisor);
    await().until(() -> starts.get() == 1);
    supervisor.stop();
    run.get(5, TimeUnit.SECONDS);
    assertThat(downs).isEmpty();
  }

  private static CompletableFuture<WriteStats> inBackground(QuerySupervisor supervisor) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return supervisor.run();
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        });
  }
}
