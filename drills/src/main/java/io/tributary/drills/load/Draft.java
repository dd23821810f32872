package io.tributary.drills.load;

import io.tributary.drills.truth.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published.
 *
 * @param time its CreateTime in milliseconds since the epoch; null for the time when it is sent
 * @param outcome what has to become of it
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to Kafka, never compared
public record Draft(
    String topic,
    @Nullable Long time,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, String> headers,
    Outcome outcome) {

  /** The same at another time. */
  public Draft at(long other) {
    return new Draft(topic, other, key, value, headers, outcome);
  }

  /** The same with another outcome. */
  public Draft becoming(Outcome other) {
    return new Draft(topic, time, key, value, headers, other);
  }
}
