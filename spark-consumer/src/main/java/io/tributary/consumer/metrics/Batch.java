package io.tributary.consumer.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.consumer.sink.WriteStats;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is done.
 *
 * @param run the query's run: a query that is started again has another
 * @param written by all batches of the run so far
 * @param duration from the trigger to the commit of the offsets
 * @param lag records that Kafka had and the batch did not take, by partition
 */
public record Batch(
    UUID run, WriteStats written, Duration duration, Map<TopicPartition, Long> lag) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Spark tells about it. */
  public static Batch of(StreamingQueryProgress progress) {
    Map<TopicPartition, Long> lag = new HashMap<>();
    for (SourceProgress source : progress.sources()) {
      Map<TopicPartition, Long> latest = offsets(source.latestOffset());
      offsets(source.endOffset())
          .forEach(
              (partition, end) ->
                  lag.put(partition, Math.max(0, latest.getOrDefault(partition, end) - end)));
    }
    return new Batch(
        progress.runId(),
        WriteStats.of(progress.sink().metrics()),
        Duration.ofMillis(progress.durationMs().getOrDefault("triggerExecution", 0L)),
        lag);
  }

  /** Spark writes a source's offsets as {"topic":{"partition":offset}}. */
  private static Map<TopicPartition, Long> offsets(@Nullable String json) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (json == null) {
      return offsets;
    }
    try {
      for (Map.Entry<String, JsonNode> topic : JSON.readTree(json).properties()) {
        for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
          offsets.put(
              new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
              partition.getValue().asLong());
        }
      }
    } catch (JsonProcessingException unknown) {
      // lag is for people to look at: without it the batch is done all the same
      return Map.of();
    }
    return offsets;
  }
}
