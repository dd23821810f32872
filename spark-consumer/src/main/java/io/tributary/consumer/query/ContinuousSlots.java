package io.tributary.consumer.query;

import io.tributary.consumer.topics.KafkaTopics;
import io.tributary.consumer.topics.Retained;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps continuous queries from starting before Spark has a slot for every partition of all running
 * pipelines. Safe for several threads.
 */
public final class ContinuousSlots {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuousSlots.class);

  private final Duration limit;

  /** The topics of the pipelines that can continue, by the pipelines' names. */
  private final Map<String, List<String>> running = new ConcurrentHashMap<>();

  /**
   * @param limit how long to wait for Kafka, and for slots
   */
  public ContinuousSlots(Duration limit) {
    this.limit = limit;
  }

  /** The pipeline needs slots from now on. */
  public void claim(Pipeline pipeline) {
    running.put(pipeline.name(), pipeline.topic().names());
  }

  /** The pipeline cannot continue and needs no slots. */
  public void release(String pipeline) {
    running.remove(pipeline);
  }

  /**
   * Returns when the query can run all its tasks: partitions may have been added, and the tasks of
   * a query that died may not have ended yet.
   *
   * @throws CommandFailedException when there are not enough slots
   * @throws IOException when Kafka does not answer, which passes
   */
  public void await(Pipeline pipeline, SparkSession spark, KafkaTopics kafka) throws Exception {
    Map<TopicPartition, Retained> partitions;
    try {
      partitions =
          kafka.retained(
              running.values().stream().flatMap(List::stream).toList(),
              limit,
              waiting -> LOG.debug("{}", waiting));
    } catch (CommandFailedException away) {
      // to be retried like any failure of a query
      throw new IOException(away.getMessage(), away);
    }
    TaskSlots.await(spark, partitions.size(), perTopic(partitions), limit);
    TaskSlots.awaitFree(spark, pipeline.name());
  }

  private static String perTopic(Map<TopicPartition, Retained> partitions) {
    return partitions.keySet().stream()
        .collect(Collectors.groupingBy(TopicPartition::topic, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(topic -> topic.getKey() + ": " + topic.getValue())
        .collect(Collectors.joining(", "));
  }
}
