package io.tributary.model.topic;

/**
 * The consumer group whose offsets show up to where the consumer has processed a pipeline's topics:
 * for Kafka's own tools, and for the verifier. It has no members.
 */
public final class ConsumerGroup {
  private ConsumerGroup() {}

  /** The name of a pipeline's group. */
  public static String of(String pipeline) {
    return "tributary-" + pipeline;
  }
}
