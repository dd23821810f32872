package io.tributary.consumer.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.tributary.consumer.TaskThread;
import io.tributary.consumer.cassandra.FakeCassandra.Request;
import io.tributary.runtime.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowWriterTest {
  private static final int IN_FLIGHT = 4;

  private final FakeCassandra cassandra = new FakeCassandra();
  private final List<Row> acknowledged = Collections.synchronizedList(new ArrayList<>());
  private final TaskThread task = new TaskThread();

  @AfterEach
  void stop() {
    task.close();
  }

  private RowWriter writer(WriteRequests requests) {
    return writer(requests, 0);
  }

  private RowWriter writer(WriteRequests requests, int eager) {
    return new RowWriter(
        requests,
        key -> "all",
        IN_FLIGHT,
        eager,
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
        new Availability(),
        ServerLimits.byDefault(),
        (refused, why) -> substitute(refused),
        acknowledged::addAll);
  }

  /** A letter, and none for a letter. */
  private static Optional<Row> substitute(Row refused) {
    return Rows.key(refused).startsWith("letter")
        ? Optional.empty()
        : Optional.of(Rows.of("letter of " + Rows.key(refused)));
  }

  /** Writes so many full batches, then drains, as a task does. */
  private Future<?> inTask(RowWriter writer, int batches) {
    Callable<Void> work =
        () -> {
          for (int i = 0; i < batches * ReplicaSetBatches.MAX_ROWS; i++) {
            writer.write(Rows.of("k" + i));
          }
          writer.drain();
          return null;
        };
    return task.submit(work);
  }

  @Test
  void drain_waits_whileOneRequestIsNotAcknowledged() throws Exception {
    RowWriter writer = writer(cassandra);
    Future<?> done = inTask(writer, 3);
    Request first = cassandra.next();
    cassandra.next().acknowledge();
    cassandra.next().acknowledge();

    task.awaitBlocked(done);
    first.acknowledge();
    done.get(5, TimeUnit.SECONDS);
    assertThat(acknowledged).hasSize(3 * ReplicaSetBatches.MAX_ROWS);
  }

  @Test
  void drain_sendsWhatIsLeft_whenTheLastBatchIsNotFull() throws Exception {
    RowWriter writer = writer(cassandra);
    Future<?> done =
        task.submit(
            () -> {
              writer.write(Rows.of("only"));
              writer.drain();
              return null;
            });
    Request only = cassandra.next();
    assertThat(only.keys()).containsExactly("only");
    only.acknowledge();
    done.get(5, TimeUnit.SECONDS);
  }

  @Test
  void row_isSentAtOnce_whenNothingIsUnderWay() throws Exception {
    RowWriter writer = writer(cassandra, 1);
    writer.write(Rows.of("first"));
    assertThat(cassandra.next().keys()).containsExactly("first");
  }

  @Test
  void rows_areCollected_whileOneIsUnderWay_andSentWhenItIsAcknowledged() throws Exception {
    RowWriter writer = writer(cassandra, 1);
    writer.write(Rows.of("first"));
    writer.write(Rows.of("second"));
    writer.write(Rows.of("third"));
    Request first = cassandra.next();
    assertThat(cassandra.waiting()).isZero();

    first.acknowledge();
    Request second = cassandra.next();
    assertThat(second.keys()).containsExactly("second", "third");
    second.acknowledge();
    assertThat(acknowledged).hasSize(3);
    writer.drain();
  }

  @Test
  void rowThatFailed_goesAgainWithTheNextRow_beforeTheTaskDrains() throws Exception {
    RowWriter writer = writer(cassandra, 1);
    writer.write(Rows.of("first"));
    cassandra.next().fail(new DriverTimeoutException("nobody answered"));
    await()
        .untilAsserted(
            () -> {
              writer.write(Rows.of("next"));
              assertThat(cassandra.waiting()).isPositive();
            });
    assertThat(cassandra.next().keys()).containsExactly("first");
  }

  @Test
  void drain_fails_whenWhatIsToldOfAcknowledgementsFails() throws Exception {
    RowWriter writer =
        new RowWriter(
            cassandra,
            key -> "all",
            IN_FLIGHT,
            0,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
            new Availability(),
            ServerLimits.byDefault(),
            (refused, why) -> Optional.empty(),
            batch -> {
              throw new OutOfMemoryError("no room to count");
            });
    Future<?> done = inTask(writer, 1);
    cassandra.next().acknowledge();
    assertThatThrownBy(() -> done.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no room to count");
  }

  @Test
  void fullBatches_goOnTheirWaySideBySide_whenManyRowsCome() throws Exception {
    RowWriter writer = writer(cassandra, 1);
    Future<?> done = inTask(writer, IN_FLIGHT + 2);
    assertThat(cassandra.next().rows()).hasSize(1);
    for (int i = 1; i < IN_FLIGHT; i++) {
      assertThat(cassandra.next().rows()).hasSize(ReplicaSetBatches.MAX_ROWS);
    }
    task.awaitBlocked(done);
    while (!done.isDone()) {
      cassandra.all().forEach(Request::acknowledge);
    }
    done.get(5, TimeUnit.SECONDS);
    assertThat(acknowledged)
        .doesNotHaveDuplicates()
        .hasSize((IN_FLIGHT + 2) * ReplicaSetBatches.MAX_ROWS);
  }

  @Test
  void write_waits_whenTooManyRequestsAreUnderWay() throws Exception {
    Future<?> done = inTask(writer(cassandra), IN_FLIGHT + 1);
    await().until(() -> cassandra.waiting() == IN_FLIGHT);
    task.awaitBlocked(done);
    assertThat(cassandra.all()).hasSize(IN_FLIGHT);

    for (int i = 0; i < IN_FLIGHT / 2; i++) {
      cassandra.next().acknowledge();
    }
    await().until(() -> cassandra.all().size() == IN_FLIGHT + 1);
    for (int i = IN_FLIGHT / 2; i < IN_FLIGHT + 1; i++) {
      cassandra.next().acknowledge();
    }
    done.get(5, TimeUnit.SECONDS);
  }

  @Test
  void write_waits_whenTooManyBytesAreUnderWay() throws Exception {
    RowWriter writer = writer(cassandra);
    int large = (int) (RowWriter.MAX_BYTES_IN_FLIGHT * 2 / 3);
    Future<?> done =
        task.submit(
            () -> {
              writer.write(Rows.of("first", large));
              writer.write(Rows.of("second", large));
              writer.drain();
              return null;
            });
    Request first = cassandra.next();
    task.awaitBlocked(done);
    assertThat(cassandra.all()).hasSize(1);
    first.acknowledge();
    cassandra.next().acknowledge();
    done.get(5, TimeUnit.SECONDS);
  }

  @Test
  void failedRequest_isSentAgainAlone_whenOthersWereAcknowledged() throws Exception {
    RowWriter writer = writer(cassandra);
    Future<?> done = inTask(writer, 3);
    Request first = cassandra.next();
    Request second = cassandra.next();
    Request third = cassandra.next();
    third.acknowledge();
    second.fail(away());
    first.acknowledge();

    Request again = cassandra.next();
    assertThat(again.keys()).isEqualTo(second.keys());
    again.acknowledge();
    done.get(5, TimeUnit.SECONDS);
    assertThat(cassandra.all()).hasSize(4);
    assertThat(writer.retries()).isEqualTo(1);
    assertThat(acknowledged).doesNotHaveDuplicates().hasSize(3 * ReplicaSetBatches.MAX_ROWS);
  }

  @Test
  void rows_areAllAcknowledgedOnce_whenCassandraIsAwayForAWhile() throws Exception {
    AtomicInteger failures = new AtomicInteger(200);
    WriteRequests away =
        rows ->
            failures.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(new CompletionException(away()))
                : CompletableFuture.completedFuture("done");
    RowWriter writer = writer(away);
    inTask(writer, 10).get(30, TimeUnit.SECONDS);
    assertThat(acknowledged).doesNotHaveDuplicates().hasSize(10 * ReplicaSetBatches.MAX_ROWS);
    assertThat(writer.retries()).isEqualTo(200);
  }

  @Test
  void rows_areAllAcknowledgedOnce_whenAnswersComeInAnyOrderAndFailAtRandom() throws Exception {
    for (int eager : new int[] {0, 1, 3}) {
      acknowledged.clear();
      writeToErraticCassandra(eager);
    }
  }

  private void writeToErraticCassandra(int eager) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ExecutorService driver = Executors.newFixedThreadPool(3);
    try {
      WriteRequests erratic =
          rows -> {
            CompletableFuture<Object> answer = new CompletableFuture<>();
            int micros;
            boolean fails;
            synchronized (random) {
              micros = random.nextInt(3_000);
              fails = random.nextInt(4) == 0;
            }
            CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS, driver)
                .execute(
                    () -> {
                      if (fails) {
                        answer.completeExceptionally(away());
                      } else {
                        answer.complete("done");
                      }
                    });
            return answer;
          };
      inTask(writer(erratic, eager), 100).get(50, TimeUnit.SECONDS);
    } finally {
      driver.shutdownNow();
    }
    assertThat(acknowledged.stream().map(Rows::key))
        .as("answers of seed %d in the order of this machine's scheduler, eager %d", seed, eager)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100 * ReplicaSetBatches.MAX_ROWS).mapToObj(i -> "k" + i).toList());
  }

  @Test
  void send_isTriedAgain_whenTheDriverThrowsAtOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    WriteRequests throwing =
        rows -> {
          if (calls.getAndIncrement() == 0) {
            throw away();
          }
          return CompletableFuture.completedFuture("done");
        };
    inTask(writer(throwing), 1).get(5, TimeUnit.SECONDS);
    assertThat(calls).hasValue(2);
  }

  @Test
  void drain_throwsWithTheRemedy_whenCassandraRefusesForGood() throws Exception {
    WriteRequests refusing =
        rows ->
            CompletableFuture.failedFuture(
                new InvalidQueryException(Nodes.any(), "table created_users does not exist"));
    Future<?> done = inTask(writer(refusing), 1);
    assertThatThrownBy(() -> done.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(FatalWriteException.class)
        .hasMessageContaining("created_users does not exist")
        .hasMessageContaining("run cassandra-init");
  }

  @Test
  void batch_isSentRowByRow_whenCassandraFindsItTooLarge() throws Exception {
    WriteRequests strict =
        rows ->
            rows.size() > 1
                ? CompletableFuture.failedFuture(
                    new InvalidQueryException(Nodes.any(), "Batch too large"))
                : CompletableFuture.completedFuture("done");
    inTask(writer(strict), 6).get(10, TimeUnit.SECONDS);
    assertThat(acknowledged).doesNotHaveDuplicates().hasSize(6 * ReplicaSetBatches.MAX_ROWS);
  }

  @Test
  void refusedRow_isReplacedAlone_whenItsBatchIsRefused() throws Exception {
    inTask(writer(refusing("Guardrail column_value_size violated: too large", "k7", "k70")), 3)
        .get(10, TimeUnit.SECONDS);
    assertThat(acknowledged.stream().map(Rows::key))
        .doesNotHaveDuplicates()
        .hasSize(3 * ReplicaSetBatches.MAX_ROWS)
        .contains("letter of k7", "letter of k70", "k8")
        .doesNotContain("k7", "k70");
  }

  @Test
  void refusedRow_doesNotEndTheTask_whenItIsTheOnlyOne() throws Exception {
    RowWriter writer = writer(refusing("Key length of 70000 is longer than maximum of 65535", "k"));
    writer.write(Rows.of("k"));
    Future<?> done =
        task.submit(
            () -> {
              writer.drain();
              return null;
            });
    done.get(10, TimeUnit.SECONDS);
    assertThat(acknowledged.stream().map(Rows::key)).containsExactly("letter of k");
  }

  @Test
  void drain_throws_whenEvenTheLetterIsRefused() throws Exception {
    Future<?> done =
        inTask(
            writer(refusing("Guardrail column_value_size violated: x", "k7", "letter of k7")), 1);
    assertThatThrownBy(() -> done.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(FatalWriteException.class)
        .hasMessageContaining("shortest dead letter")
        .hasMessageContaining("column_value_size");
  }

  /** Refuses requests with any of these rows. */
  private static WriteRequests refusing(String words, String... keys) {
    return rows ->
        rows.stream().map(Rows::key).anyMatch(List.of(keys)::contains)
            ? CompletableFuture.failedFuture(new InvalidQueryException(Nodes.any(), words))
            : CompletableFuture.completedFuture("done");
  }

  @Test
  void drain_endsAtOnce_whenTheTaskIsStoppedDuringAnOutage() throws Exception {
    WriteRequests away = rows -> CompletableFuture.failedFuture(away());
    RowWriter writer = writer(away);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                writer.write(Rows.of("only"));
                writer.drain();
              } catch (Throwable failure) {
                ended.complete(failure);
              }
            });
    thread.start();
    await().until(() -> writer.retries() > 2);
    thread.interrupt();
    assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  private static DriverTimeoutException away() {
    return new DriverTimeoutException("Query timed out");
  }
}
