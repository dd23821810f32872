package io.tributary.consumer.metrics;

import io.tributary.consumer.sink.WriteStats;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is known of one pipeline's query: its signs of life, and what it has written. */
public final class PipelineWatch {
  private static final double MILLIS_PER_SECOND = 1_000;

  private final String pipeline;
  private final Duration silence;
  private final Ticker ticker;
  private final CountDownLatch firstSign = new CountDownLatch(1);

  private @Nullable UUID run;
  private WriteStats beforeRun = WriteStats.nothing();
  private WriteStats inRun = WriteStats.nothing();
  private Map<TopicPartition, Long> waiting = Map.of();
  private Map<TopicPartition, Long> heldBack = Map.of();
  private Optional<String> heldLong = Optional.empty();
  private final LetterShare letters;
  private final CatchUp catchUp;
  private boolean running;
  private boolean up;
  private boolean failed;
  private Optional<String> hindrance = Optional.empty();
  private Optional<String> registryAway = Optional.empty();
  private long lastSign;
  private long quietSince;
  private String trouble = "the query has not started yet";

  /**
   * @param silence how long the query may do nothing before it counts as stuck; one without records
   *     gives a sign every 10 s
   */
  public PipelineWatch(String pipeline, Duration silence, Ticker ticker) {
    this.pipeline = pipeline;
    this.silence = silence;
    this.ticker = ticker;
    this.letters = new LetterShare(ticker);
    this.catchUp = new CatchUp(ticker);
    this.quietSince = ticker.nanos();
  }

  public String pipeline() {
    return pipeline;
  }

  /** A batch is done; returns what that batch alone has written. */
  public synchronized WriteStats done(Batch batch) {
    if (!batch.run().equals(run)) {
      beforeRun = beforeRun.plus(inRun);
      inRun = WriteStats.nothing();
      run = batch.run();
    }
    WriteStats more = batch.written().since(inRun);
    inRun = batch.written();
    letters.add(more.records(), more.deadLetterCount());
    waiting = Map.copyOf(batch.lag());
    sign();
    return more;
  }

  /** How many records Kafka gives out that are not done, while no batch tells. */
  synchronized void lag(Map<TopicPartition, Long> records) {
    waiting = Map.copyOf(records);
  }

  /**
   * How many records Kafka has and does not give out, by partition.
   *
   * @param forLong a clause about those that have been held back for long
   */
  synchronized void heldBack(Map<TopicPartition, Long> records, Optional<String> forLong) {
    heldBack = Map.copyOf(records);
    heldLong = forLong;
  }

  /** How many records open transactions hold back, by partition, as of the last look. */
  public synchronized Map<TopicPartition, Long> heldBack() {
    return heldBack;
  }

  /** What open transactions have held back for long, if they have. */
  synchronized Optional<String> heldLong() {
    return heldLong;
  }

  /** So many records are done; an estimate of how long the rest takes, when it is to be told. */
  synchronized Optional<CatchUp.Estimate> caughtUp(long records) {
    return catchUp.add(records, waiting.values().stream().mapToLong(rest -> rest).sum());
  }

  /** Seconds that the records take which wait; 0 without a backlog. */
  synchronized double secondsToCatchUp() {
    return catchUp.seconds();
  }

  /** There is nothing to do. */
  public synchronized void idle() {
    sign();
  }

  /** The query has been started, and has done nothing yet. */
  synchronized void started() {
    running = true;
    quietSince = ticker.nanos();
    if (!up) {
      trouble = "no batch has finished since the query started";
    }
  }

  /** The query has ended, and will be started again. */
  public synchronized void down(String why) {
    ended();
    trouble = why;
  }

  private void ended() {
    running = false;
    up = false;
    registryAway = Optional.empty();
  }

  /** The pipeline cannot continue; it may be tried again. */
  public synchronized void failed(String why) {
    ended();
    failed = true;
    trouble = "cannot continue: " + why;
    // no sign is to be waited for
    firstSign.countDown();
  }

  /** Whether it cannot continue, as of now. */
  public synchronized boolean isFailed() {
    return failed;
  }

  /** Whether the query has given a sign since it was last started. */
  public synchronized boolean isUp() {
    return up;
  }

  /** What keeps a silent query from writing, until it gives its next sign. */
  public synchronized void hindered(Optional<String> why) {
    hindrance = why;
  }

  public synchronized Optional<String> hindrance() {
    return hindrance;
  }

  /** Whether the query runs, though it may not have given a sign yet. */
  public synchronized boolean isRunning() {
    return running;
  }

  /** How long the running query has given no sign. */
  public synchronized Duration quietFor() {
    return ticker.since(quietSince);
  }

  /**
   * Why the schema registry does not answer, while the query gives no sign: its tasks wait for the
   * registry where a record names a schema that they have not read before.
   */
  public synchronized void registryAway(Optional<String> why) {
    registryAway = running ? why : Optional.empty();
  }

  public synchronized Optional<String> registryAway() {
    return registryAway;
  }

  /** Seconds for which it has waited for the registry; 0 while it does not. */
  synchronized double secondsOfRegistryWait() {
    return isWaitingForRegistry() ? quietFor().toMillis() / MILLIS_PER_SECOND : 0;
  }

  /** If Cassandra takes no writes either, that is said instead. */
  private boolean isWaitingForRegistry() {
    return registryAway.isPresent() && hindrance.isEmpty();
  }

  private void sign() {
    running = true;
    up = true;
    failed = false;
    hindrance = Optional.empty();
    registryAway = Optional.empty();
    lastSign = ticker.nanos();
    quietSince = lastSign;
    firstSign.countDown();
  }

  /** The share of dead letters among the records of the last ten minutes, from 0 to 1. */
  public synchronized double deadLetterShare() {
    return letters.share();
  }

  /** What the pipeline has written since the process started. */
  public synchronized WriteStats written() {
    return beforeRun.plus(inRun);
  }

  /**
   * Records in Kafka that the query has not processed, by partition, as of the last look: those
   * that wait, and those that are held back.
   */
  public synchronized Map<TopicPartition, Long> lag() {
    Map<TopicPartition, Long> lag = new HashMap<>(waiting);
    heldBack.forEach((partition, records) -> lag.merge(partition, records, Long::sum));
    return lag;
  }

  /** Records that Kafka gives out and the query has not done, by partition. */
  synchronized Map<TopicPartition, Long> waiting() {
    return waiting;
  }

  /** Time since the query last gave a sign. */
  public synchronized Duration silentFor() {
    return ticker.since(lastSign);
  }

  /** Why the query does not do its work now, if it does not. */
  public synchronized Optional<String> trouble() {
    if (isWaitingForRegistry()) {
      return Optional.of(
          "waits for the schema registry, for %s s by now (%s): records wait whose schema is not known yet"
              .formatted(quietFor().toSeconds(), registryAway.orElseThrow()));
    }
    if (!up) {
      return Optional.of(trouble);
    }
    Duration silent = silentFor();
    return silent.compareTo(silence) > 0
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "no batch finished for %d s%s",
                silent.toSeconds(),
                hindrance.map(why -> " (" + why + ")").orElse("")))
        : Optional.empty();
  }

  /** Waits for the first sign, or until it is known that none comes. */
  public void awaitFirstSign() throws InterruptedException {
    firstSign.await();
  }
}
