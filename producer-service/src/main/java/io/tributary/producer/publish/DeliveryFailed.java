package io.tributary.producer.publish;

/** Kafka did not take a record. The message is a sentence about Kafka. */
public final class DeliveryFailed extends Exception {
  DeliveryFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
