package io.tributary.stack;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics as tests want them, and returns when each partition has a leader that answers.
 * Without that wait an idempotent producer can get stuck: its first batch is refused, the second
 * one taken, and the first then never again (KAFKA-15591).
 */
public final class ServingTopics {
  private static final long LIMIT_SECONDS = 60;

  private ServingTopics() {}

  public static void create(Admin admin, NewTopic... topics) throws Exception {
    admin.createTopics(List.of(topics)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    for (NewTopic topic : topics) {
      awaitLeaders(admin, topic.name(), topic.numPartitions());
    }
  }

  /** Lets a topic have so many partitions from now on. */
  public static void increaseTo(Admin admin, String topic, int partitions) throws Exception {
    admin
        .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
        .all()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    awaitLeaders(admin, topic, partitions);
  }

  private static void awaitLeaders(Admin admin, String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    await()
        .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .ignoreExceptionsMatching(
            failure -> failure.getCause() instanceof UnknownTopicOrPartitionException)
        .until(() -> !admin.listOffsets(asked).all().get().isEmpty());
  }
}
