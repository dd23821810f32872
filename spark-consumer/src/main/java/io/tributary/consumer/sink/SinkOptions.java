package io.tributary.consumer.sink;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * What the sink of one query is told by its options.
 *
 * @param pipeline the pipeline's name
 * @param definition the pipeline's definition, as its file has it
 * @param writesInFlight requests that one task has under way at most, 1 or more
 * @param futureTolerance how far ahead of the clock a record's time may be
 */
public record SinkOptions(
    String pipeline,
    String definition,
    int writesInFlight,
    DefaultConsistencyLevel consistency,
    Duration futureTolerance)
    implements Serializable {

  private static final String PIPELINE = "pipeline";
  private static final String DEFINITION = "definition";
  private static final String WRITES_IN_FLIGHT = "writesInFlight";
  private static final String CONSISTENCY = "consistency";
  private static final String FUTURE_TOLERANCE_MS = "futureToleranceMs";

  static SinkOptions of(Map<String, String> options) {
    return new SinkOptions(
        required(options, PIPELINE),
        required(options, DEFINITION),
        Integer.parseInt(required(options, WRITES_IN_FLIGHT)),
        DefaultConsistencyLevel.valueOf(required(options, CONSISTENCY)),
        Duration.ofMillis(Long.parseLong(required(options, FUTURE_TOLERANCE_MS))));
  }

  /** The options as Spark passes them on. */
  public Map<String, String> toMap() {
    return Map.of(
        PIPELINE, pipeline,
        DEFINITION, definition,
        WRITES_IN_FLIGHT, Integer.toString(writesInFlight),
        CONSISTENCY, consistency.name(),
        FUTURE_TOLERANCE_MS, Long.toString(futureTolerance.toMillis()));
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the sink needs the option " + name);
    }
    return value;
  }
}
