package io.tributary.consumer.cassandra;

import io.tributary.runtime.retry.Backoff;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one task: collects them into batches, keeps a bounded number of requests under
 * way, and sends again what was not acknowledged for as long as that takes. {@link #write} and
 * {@link #drain} are for one thread; the driver's threads report, and send on what has been
 * collected.
 */
public final class RowWriter {
  /** Bounds memory where single rows are large: many tasks may hold as much. */
  static final long MAX_BYTES_IN_FLIGHT = 4L << 20;

  private final WriteRequests requests;
  private final ReplicaSetBatches assembly;
  private final int maxInFlight;
  private final int eager;
  private final Backoff backoff;
  private final Availability availability;
  private final RefusedRowLetters substitutes;
  private final Consumer<List<Row>> acknowledged;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<List<Row>> unanswered = new ArrayDeque<>();
  private int inFlight;
  private long bytesInFlight;
  private long retryAt;
  private long retries;
  private @Nullable FatalWriteException lasting;
  private @Nullable Throwable broken;

  /**
   * @param maxInFlight requests sent and not acknowledged at one time, 1 or more; when there are so
   *     many, half of them are awaited
   * @param eager rows are sent at once, however few, while fewer requests than this are under way;
   *     0 collects full batches only
   * @param limits what Cassandra takes at once
   * @param substitutes for rows that Cassandra refuses
   * @param acknowledged told of every batch that Cassandra acknowledged, once, by one thread at a
   *     time
   */
  public RowWriter(
      WriteRequests requests,
      ReplicaSets replicaSets,
      int maxInFlight,
      int eager,
      Backoff backoff,
      Availability availability,
      ServerLimits limits,
      RefusedRowLetters substitutes,
      Consumer<List<Row>> acknowledged) {
    this.requests = requests;
    this.assembly = new ReplicaSetBatches(replicaSets, limits.batchBytes());
    this.maxInFlight = maxInFlight;
    this.eager = eager;
    this.backoff = backoff;
    this.availability = availability;
    this.substitutes = substitutes;
    this.acknowledged = acknowledged;
  }

  /**
   * Takes a row; returns at once unless too many requests are under way.
   *
   * @throws FatalWriteException when Cassandra refuses permanently, and not because of one row
   */
  public void write(Row row) throws InterruptedException, FatalWriteException {
    List<Row> full;
    List<List<Row>> few;
    List<List<Row>> again;
    lock.lock();
    try {
      full = assembly.add(row);
      few = full == null ? takeIfIdle() : List.of();
      again = takeDue();
    } finally {
      lock.unlock();
    }
    again.forEach(this::send);
    if (full != null) {
      submit(full);
    }
    few.forEach(this::send);
  }

  /**
   * Returns when every row taken so far is acknowledged.
   *
   * @throws FatalWriteException when Cassandra refuses permanently, and not because of one row
   */
  public void drain() throws InterruptedException, FatalWriteException {
    List<List<Row>> left;
    lock.lock();
    try {
      left = assembly.takeAll();
    } finally {
      lock.unlock();
    }
    for (List<Row> batch : left) {
      submit(batch);
    }
    await(() -> inFlight == 0);
  }

  /** How often a request was sent again. */
  public long retries() {
    lock.lock();
    try {
      return retries;
    } finally {
      lock.unlock();
    }
  }

  private void submit(List<Row> batch) throws InterruptedException, FatalWriteException {
    long bytes = bytes(batch);
    await(
        () ->
            inFlight == 0
                || (inFlight < maxInFlight && bytesInFlight + bytes <= MAX_BYTES_IN_FLIGHT));
    lock.lock();
    try {
      begin(bytes);
    } finally {
      lock.unlock();
    }
    send(batch);
  }

  /**
   * What has been collected, to be sent now, if hardly anything is under way. So the rows that come
   * while one request is on its way make up the next one: single rows when few come, full batches
   * when many do. Called under the lock.
   */
  private List<List<Row>> takeIfIdle() {
    if (inFlight >= eager || lasting != null) {
      return List.of();
    }
    List<List<Row>> batches = assembly.takeAll();
    for (List<Row> batch : batches) {
      begin(bytes(batch));
    }
    return batches;
  }

  /** A request with so many bytes is under way from now on. Called under the lock. */
  private void begin(long bytes) {
    inFlight++;
    bytesInFlight += bytes;
  }

  private static long bytes(List<Row> batch) {
    long bytes = 0;
    for (Row row : batch) {
      bytes += row.heldBytes();
    }
    return bytes;
  }

  /** Sends again what failed, until the condition holds; it is asked under the lock. */
  private void await(BooleanSupplier condition) throws InterruptedException, FatalWriteException {
    while (true) {
      List<List<Row>> again;
      lock.lockInterruptibly();
      try {
        throwIfFailed();
        if (condition.getAsBoolean()) {
          return;
        }
        again = awaitChange();
      } finally {
        lock.unlock();
      }
      // outside the lock: the driver may answer in this thread
      again.forEach(this::send);
    }
  }

  /** What is to be sent again now; may be nothing. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private List<List<Row>> awaitChange() throws InterruptedException {
    if (unanswered.isEmpty()) {
      changed.await();
      return List.of();
    }
    long wait = retryAt - System.nanoTime();
    if (wait > 0) {
      changed.awaitNanos(wait);
      return List.of();
    }
    return takeDue();
  }

  /** What failed and has waited long enough. Called under the lock. */
  private List<List<Row>> takeDue() {
    if (unanswered.isEmpty() || retryAt - System.nanoTime() > 0) {
      return List.of();
    }
    List<List<Row>> again = new ArrayList<>(unanswered);
    unanswered.clear();
    retries += again.size();
    return again;
  }

  private void send(List<Row> batch) {
    try {
      requests.send(batch).whenComplete((done, failure) -> answered(batch, failure));
    } catch (RuntimeException failure) {
      failed(batch, failure);
    }
  }

  private void answered(List<Row> batch, @Nullable Throwable failure) {
    try {
      if (failure == null) {
        succeeded(batch);
      } else {
        failed(batch, WriteFailure.cause(failure));
      }
    } catch (RuntimeException | Error unexpected) {
      // the driver would drop it, and the task wait for this request for ever
      lock.lock();
      try {
        broken = unexpected;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private void succeeded(List<Row> batch) {
    availability.answered();
    List<List<Row>> next;
    lock.lock();
    try {
      acknowledged.accept(batch);
      backoff.reset();
      inFlight--;
      bytesInFlight -= bytes(batch);
      next = takeIfIdle();
      // waking the task for each request would cost about as much as sending it
      if (inFlight <= maxInFlight / 2 || bytesInFlight > MAX_BYTES_IN_FLIGHT / 2) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    next.forEach(this::send);
  }

  private void failed(List<Row> batch, Throwable failure) {
    if (batch.size() == 1) {
      Optional<String> why = RowRefusal.of(failure);
      if (why.isPresent()) {
        refused(batch.get(0), why.get(), failure);
        return;
      }
    }
    boolean passing = WriteFailure.of(failure) == WriteFailure.RETRIABLE;
    boolean split = batch.size() > 1 && WriteFailure.mayBeOneRow(failure);
    if (passing && !split) {
      availability.failed(failure);
    }
    lock.lock();
    try {
      if (split) {
        inFlight += batch.size() - 1;
        sendLater(batch.stream().map(List::of).toList(), 0);
      } else if (passing) {
        // the first failure decides when all that have failed by then go again
        long wait = unanswered.isEmpty() ? backoff.next().toNanos() : 0;
        sendLater(List.of(batch), wait);
      } else {
        lasting = new FatalWriteException(failure);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Cassandra takes others: what stands for this one is written in its place. */
  private void refused(Row row, String why, Throwable failure) {
    availability.answered();
    Optional<Row> substitute = substitutes.of(row, why);
    lock.lock();
    try {
      if (substitute.isPresent()) {
        bytesInFlight += substitute.get().heldBytes() - row.heldBytes();
        sendLater(List.of(List.of(substitute.get())), 0);
      } else {
        lasting = FatalWriteException.notEvenALetter(row.position(), failure);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void sendLater(Collection<List<Row>> batches, long waitNanos) {
    if (unanswered.isEmpty()) {
      retryAt = System.nanoTime() + waitNanos;
    }
    unanswered.addAll(batches);
  }

  private void throwIfFailed() throws FatalWriteException {
    if (lasting != null) {
      throw lasting;
    }
    if (broken != null) {
      throw new IllegalStateException("an answer of Cassandra could not be processed", broken);
    }
  }
}
