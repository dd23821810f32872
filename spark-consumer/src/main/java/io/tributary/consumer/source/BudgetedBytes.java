package io.tributary.consumer.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values as they are, until the {@link PollBudget} of the polling thread is used up.
 * Kafka's consumers make two of them, by this class.
 */
public final class BudgetedBytes implements Deserializer<byte[]> {
  /** What a header takes beside its value, about, as the objects that Kafka makes of it. */
  private static final int HEADER_BYTES = 200;

  private boolean keys;

  /** The same settings of a consumer, with these deserializers. */
  static Map<String, Object> in(Map<String, Object> consumer) {
    Map<String, Object> settings = new HashMap<>(consumer);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, BudgetedBytes.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, BudgetedBytes.class);
    return settings;
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    keys = isKey;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, byte @Nullable [] bytes) {
    throw new UnsupportedOperationException("Kafka's consumer has headers");
  }

  @Override
  public byte @Nullable [] deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
    int length = bytes == null ? 0 : bytes.length;
    if (keys) {
      PollBudget.ofThread().takeKey(length);
    } else {
      PollBudget.ofThread().takeValue(length + (long) HEADER_BYTES * headers.toArray().length);
    }
    return bytes;
  }
}
