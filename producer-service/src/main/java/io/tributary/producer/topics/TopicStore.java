package io.tributary.producer.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The topics of a Kafka cluster. What Kafka says against a call is the cause; a call ends {@code
 * atMost} so late.
 */
interface TopicStore extends AutoCloseable {
  /** The topics of these names that exist. */
  List<FoundTopic> find(Collection<String> names, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException;

  /**
   * @return whether it was created; false when somebody else just did
   */
  boolean create(TopicPlan plan, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException;

  /** Returns when the leader of each of their partitions has answered. */
  void askLeaders(Collection<FoundTopic> topics, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException;

  @Override
  void close();
}
