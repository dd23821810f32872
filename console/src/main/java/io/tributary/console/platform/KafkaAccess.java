package io.tributary.console.platform;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.runtime.lifecycle.Startable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** What the console asks Kafka of topics, offsets and groups. Safe for several threads. */
public final class KafkaAccess implements Startable {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final KafkaConnection connection;
  private @Nullable Admin admin;
  private boolean closed;

  public KafkaAccess(KafkaConnection connection) {
    this.connection = connection;
  }

  /** Connects nothing yet: the first question does. */
  @Override
  public void start() {}

  /** Where Kafka is, for what reads records. */
  public KafkaConnection connection() {
    return connection;
  }

  /**
   * Returns once a broker has answered; always true.
   *
   * @throws CommandFailedException when none does
   */
  public boolean answers() throws CommandFailedException, InterruptedException {
    try {
      return !admin().describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException failed) {
      throw failed(AclOperation.DESCRIBE, failed);
    }
  }

  /**
   * The offset after the last record of each partition, open transactions included.
   *
   * @throws CommandFailedException when Kafka does not answer, or lacks a topic
   */
  public Map<TopicPartition, Long> ends(Collection<String> topics)
      throws CommandFailedException, InterruptedException {
    return offsets(topics, OffsetSpec.latest());
  }

  /**
   * The offset of the first record that each partition still has.
   *
   * @throws CommandFailedException when Kafka does not answer, or lacks a topic
   */
  public Map<TopicPartition, Long> beginnings(Collection<String> topics)
      throws CommandFailedException, InterruptedException {
    return offsets(topics, OffsetSpec.earliest());
  }

  /**
   * The offsets that a group is at; empty when Kafka does not know the group.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  public Map<TopicPartition, Long> groupOffsets(String group)
      throws CommandFailedException, InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> found =
          admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, Long> offsets = new HashMap<>();
      found.forEach(
          (partition, offset) -> {
            if (offset != null) {
              offsets.put(partition, offset.offset());
            }
          });
      return offsets;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw failed(AclOperation.DESCRIBE, failed);
    }
  }

  private Map<TopicPartition, Long> offsets(Collection<String> topics, OffsetSpec which)
      throws CommandFailedException, InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (TopicPartition partition : partitions(topics)) {
        asked.put(partition, which);
      }
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
          admin().listOffsets(asked).all().get().entrySet()) {
        offsets.put(found.getKey(), found.getValue().offset());
      }
      return offsets;
    } catch (ExecutionException failed) {
      throw failed(AclOperation.DESCRIBE, failed);
    }
  }

  /** The partitions of topics. */
  private List<TopicPartition> partitions(Collection<String> topics)
      throws CommandFailedException, InterruptedException, ExecutionException {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Map.Entry<String, TopicDescription> topic :
        admin().describeTopics(topics).allTopicNames().get().entrySet()) {
      for (TopicPartitionInfo info : topic.getValue().partitions()) {
        partitions.add(new TopicPartition(topic.getKey(), info.partition()));
      }
    }
    return partitions;
  }

  private synchronized Admin admin() throws CommandFailedException {
    if (closed) {
      throw new CommandFailedException("the console is stopping");
    }
    if (admin == null) {
      Map<String, Object> settings = new HashMap<>(connection.clientSettings());
      settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "console");
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
      try {
        admin = Admin.create(settings);
      } catch (KafkaException unusable) {
        throw new CommandFailedException(
            "Kafka cannot be reached at %s (%s)".formatted(connection.hosts(), unusable.getCause()),
            unusable);
      }
    }
    return admin;
  }

  private CommandFailedException failed(AclOperation wanted, ExecutionException failed) {
    return new CommandFailedException(
        KafkaFailure.sentence(connection, wanted, failed)
            .orElseGet(
                () ->
                    "Kafka at %s did not answer (%s)"
                        .formatted(
                            connection.hosts(),
                            failed.getCause() == null
                                ? failed.getMessage()
                                : failed.getCause().getMessage())),
        failed);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
