package io.tributary.consumer;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.metrics.ConsumerMetrics;
import io.tributary.consumer.topics.KafkaTopics;
import io.tributary.consumer.topics.Retained;
import io.tributary.model.definition.Topic;
import io.tributary.runtime.command.WrongUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how far the checkpoints of queries without batches are behind the topics:
 * Spark does not tell.
 */
final class LagProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagProbe.class);
  private static final long SECONDS = 5;

  private final KafkaTopics kafka;
  private final ConsumerMetrics metrics;
  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lag");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> looks;

  private record Watched(List<String> topics, Checkpoint checkpoint) {}

  LagProbe(String bootstrapServers, ConsumerMetrics metrics) throws WrongUsage {
    this.kafka = KafkaTopics.at(bootstrapServers);
    this.metrics = metrics;
    this.looks = thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  synchronized void add(String pipeline, Topic topic, Checkpoint checkpoint) {
    watched.put(pipeline, new Watched(topic.names(), checkpoint));
  }

  private synchronized void look() {
    watched.forEach(
        (pipeline, what) -> {
          try {
            Map<TopicPartition, Long> lag = new HashMap<>();
            Map<TopicPartition, Long> positions = what.checkpoint().positions();
            for (Map.Entry<TopicPartition, Retained> has :
                kafka.retained(what.topics(), Duration.ZERO, waiting -> {}).entrySet()) {
              long position = positions.getOrDefault(has.getKey(), has.getValue().first());
              lag.put(has.getKey(), Math.max(0, has.getValue().next() - position));
            }
            metrics.lag(pipeline, lag);
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          } catch (Exception unknown) {
            // for people to look at: the query itself says if Kafka is away
            LOG.debug("the lag of {} is not known", pipeline, unknown);
          }
        });
  }

  @Override
  public void close() {
    looks.cancel(true);
    thread.shutdownNow();
    kafka.close();
  }
}
