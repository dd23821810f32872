package io.tributary.producer.publish;

import io.tributary.model.event.RecordPosition;
import java.util.Map;

/**
 * What earlier tries of a run have left in Kafka. A source record that is published again becomes
 * the same row again; one that is rejected again would become another dead letter, since a letter
 * is known by its offset.
 */
@FunctionalInterface
public interface EarlierAttempts {
  /**
   * Where the run's rejected records are; the oldest where there are several of one. For the caller
   * to keep and to change.
   *
   * @throws DeliveryFailedException when Kafka does not tell
   */
  Map<RejectedRecord, RecordPosition> rejected()
      throws DeliveryFailedException, InterruptedException;
}
