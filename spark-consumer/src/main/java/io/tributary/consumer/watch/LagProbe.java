package io.tributary.consumer.watch;

import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.topics.OpenTransactions;
import io.tributary.consumer.topics.Retained;
import io.tributary.model.definition.Topic;
import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how far the checkpoints are behind the topics, where Spark does not tell: of
 * queries without batches, while no batch gets done, and of what open transactions hold back. Shows
 * Kafka's own tools and the verifier the positions too.
 */
public final class LagProbe implements Startable {
  /** A batch that is not done by then may be tried again and again for hours. */
  static final Duration QUIET = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LagProbe.class);
  private static final long SECONDS = 5;

  /** For Kafka to take the last positions; it may be away. */
  private static final long LAST_REPORT_SECONDS = 2;

  private final Contents contents;
  private final GroupPosition.Offsets groups;
  private final ConsumerMetrics metrics;
  private final String bootstrapServers;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lag");
            thread.setDaemon(true);
            return thread;
          });

  /** What the topics have now. */
  public interface Contents {
    Map<TopicPartition, Retained> of(List<String> topics) throws Exception;
  }

  /** The offset that each partition is to be read from next, as far as that is known. */
  public interface Positions {
    Map<TopicPartition, Long> now() throws IOException;
  }

  private record Watched(
      PipelineWatch watch,
      List<String> topics,
      Positions positions,
      boolean hasBatches,
      OpenTransactions transactions,
      GroupPosition group) {

    /** Whether a batch has told not long ago. */
    boolean isTold() {
      return hasBatches && watch.silentFor().compareTo(QUIET) < 0;
    }
  }

  /**
   * @param groups where Kafka's own tools look for a position
   * @param bootstrapServers of Kafka, for messages
   */
  public LagProbe(
      Contents contents,
      GroupPosition.Offsets groups,
      ConsumerMetrics metrics,
      String bootstrapServers) {
    this.contents = contents;
    this.groups = groups;
    this.metrics = metrics;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Instead of what is known of the pipeline already.
   *
   * @param hasBatches whether batches that are done tell of the lag
   */
  public void add(PipelineWatch watch, Topic topic, Positions positions, boolean hasBatches) {
    watched.put(
        watch.pipeline(),
        new Watched(
            watch,
            topic.names(),
            positions,
            hasBatches,
            new OpenTransactions(bootstrapServers, Ticker.system()),
            new GroupPosition(watch.pipeline(), groups, Ticker.system())));
  }

  @Override
  public void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  void look() {
    for (Watched next : watched.values()) {
      try {
        look(next);
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception unknown) {
        // for people to look at: the query itself says if Kafka is away
        LOG.debug("the lag of {} is unknown", next.watch().pipeline(), unknown);
      }
    }
  }

  private void look(Watched what) throws Exception {
    String pipeline = what.watch().pipeline();
    Map<TopicPartition, Long> positions = what.positions().now();
    Map<TopicPartition, Retained> topics = contents.of(what.topics());
    Map<TopicPartition, Long> waiting = new HashMap<>();
    Map<TopicPartition, Long> heldBack = new HashMap<>();
    topics.forEach(
        (partition, has) -> {
          long position = positions.getOrDefault(partition, has.first());
          waiting.put(partition, Math.max(0, has.stable() - position));
          heldBack.put(partition, Math.max(0, has.next() - Math.max(has.stable(), position)));
        });
    if (!what.isTold()) {
      metrics.lag(pipeline, waiting);
    }
    OpenTransactions.Look found = what.transactions().look(topics);
    found.warnings().forEach(warning -> LOG.warn("{}: {}", pipeline, warning));
    metrics.heldBack(pipeline, heldBack, found.open());
    report(what, positions);
  }

  private static void report(Watched what, Map<TopicPartition, Long> positions)
      throws InterruptedException {
    what.group()
        .report(positions)
        .ifPresent(told -> LOG.warn("{}: {}", what.watch().pipeline(), told));
  }

  /** Shows the last positions, after the queries have ended. */
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    Future<?> last = thread.submit(this::reportAll);
    try {
      last.get(LAST_REPORT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException unknown) {
      LOG.debug("the last positions are not shown", unknown);
    }
    thread.shutdownNow();
  }

  private void reportAll() {
    for (Watched next : watched.values()) {
      try {
        report(next, next.positions().now());
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException unknown) {
        LOG.debug("the position of {} is unknown", next.watch().pipeline(), unknown);
      }
    }
  }
}
