package io.tributary.model.topic;

import java.util.Locale;
import java.util.Map;

/**
 * How every client reads a pipeline's topics: the consumer, the verifier, a replay, and the checks
 * of these. If they differed, one would store a record that another never sees.
 */
public final class TopicReading {
  /**
   * Settings of Kafka's consumer. Only committed records count: one of a transaction that was
   * aborted was never published, and one of an open transaction is not published yet. Offsets then
   * have gaps, where such records and the markers of transactions are; and nothing behind the first
   * record of an open transaction is given out until that has ended.
   */
  public static final Map<String, String> SETTINGS = Map.of("isolation.level", "read_committed");

  private TopicReading() {}

  /**
   * The command that ends a transaction whose writer does not.
   *
   * @param offset of its first record
   */
  public static String abort(String bootstrapServers, String topic, int partition, long offset) {
    return String.format(
        Locale.ROOT,
        "kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d --start-offset %d",
        bootstrapServers,
        topic,
        partition,
        offset);
  }
}
