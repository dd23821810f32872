package io.tributary.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.consumer.sink.WriteStats;
import java.time.Duration;
import java.util.Map;

/** What a run has written, as one line of JSON. */
final class Summary {
  private static final double MILLIS_PER_SECOND = 1_000;

  private Summary() {}

  /**
   * @param written by the pipelines' names
   */
  static String of(Map<String, WriteStats> written, Duration took) {
    ObjectNode summary = new ObjectMapper().createObjectNode();
    summary.put("mode", "initial");
    ArrayNode pipelines = summary.putArray("pipelines");
    written.forEach(
        (name, done) -> {
          ObjectNode pipeline = pipelines.addObject();
          pipeline.put("pipeline", name);
          pipeline.put("records", done.records());
          pipeline.put("rows", done.rows());
          pipeline.put("deletions", done.deletions());
          pipeline.put("expired", done.expired());
          pipeline.put("dead_letters", done.deadLetterCount());
          ObjectNode reasons = pipeline.putObject("reasons");
          done.deadLetters().forEach((reason, count) -> reasons.put(reason.name(), count));
          pipeline.put("retries", done.retries());
        });
    summary.put("seconds", took.toMillis() / MILLIS_PER_SECOND);
    return summary.toString();
  }
}
