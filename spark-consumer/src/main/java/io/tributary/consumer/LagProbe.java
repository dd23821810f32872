package io.tributary.consumer;

import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.metrics.PipelineWatch;
import io.tributary.consumer.topics.Retained;
import io.tributary.model.definition.Topic;
import io.tributary.runtime.lifecycle.Startable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how far the checkpoints are behind the topics, where Spark does not tell: of
 * queries without batches, and while no batch gets done.
 */
final class LagProbe implements Startable {
  /** A batch that is not done by then may be tried again and again for hours. */
  static final Duration QUIET = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LagProbe.class);
  private static final long SECONDS = 5;

  private final Contents contents;
  private final ConsumerMetrics metrics;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lag");
            thread.setDaemon(true);
            return thread;
          });

  /** What the topics have now. */
  interface Contents {
    Map<TopicPartition, Retained> of(List<String> topics) throws Exception;
  }

  /** The offset that each partition is to be read from next, as far as that is known. */
  interface Positions {
    Map<TopicPartition, Long> now() throws IOException;
  }

  private record Watched(
      PipelineWatch watch, List<String> topics, Positions positions, boolean hasBatches) {

    /** Whether a batch has told not long ago. */
    boolean isTold() {
      return hasBatches && watch.silentFor().compareTo(QUIET) < 0;
    }
  }

  LagProbe(Contents contents, ConsumerMetrics metrics) {
    this.contents = contents;
    this.metrics = metrics;
  }

  /**
   * @param hasBatches whether batches that are done tell of the lag
   */
  void add(PipelineWatch watch, Topic topic, Positions positions, boolean hasBatches) {
    watched.add(new Watched(watch, topic.names(), positions, hasBatches));
  }

  @Override
  public void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  void look() {
    for (Watched next : watched) {
      try {
        if (!next.isTold()) {
          metrics.lag(next.watch().pipeline(), lag(next));
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception unknown) {
        // for people to look at: the query itself says if Kafka is away
        LOG.debug("the lag of {} is not known", next.watch().pipeline(), unknown);
      }
    }
  }

  private Map<TopicPartition, Long> lag(Watched what) throws Exception {
    Map<TopicPartition, Long> lag = new HashMap<>();
    Map<TopicPartition, Long> positions = what.positions().now();
    contents
        .of(what.topics())
        .forEach(
            (partition, has) ->
                lag.put(
                    partition,
                    Math.max(0, has.next() - positions.getOrDefault(partition, has.first()))));
    return lag;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
