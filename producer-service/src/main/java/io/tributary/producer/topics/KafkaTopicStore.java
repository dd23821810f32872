package io.tributary.producer.topics;

import io.tributary.model.topic.TopicSettings;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.runtime.kafka.KafkaProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics of a real cluster. For one thread. */
final class KafkaTopicStore implements TopicStore {
  /** How long the client tries by itself; who wants to wait longer calls again. */
  private static final int CALL_MILLIS = 10_000;

  private final KafkaConnection kafka;
  private final Map<String, Object> config;
  private @Nullable Admin connected;

  KafkaTopicStore(KafkaConnection kafka) {
    this.kafka = kafka;
    this.config = new HashMap<>(kafka.clientSettings());
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "tributary-topics");
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_MILLIS / 2);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
  }

  @Override
  public List<FoundTopic> find(Collection<String> names, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<FoundTopic> found = new ArrayList<>();
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin().describeTopics(names).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> entry : asked.entrySet()) {
      Optional<TopicDescription> topic = ifKnown(entry.getValue(), AclOperation.DESCRIBE, atMost);
      Optional<Config> config =
          topic.isPresent() ? configOf(entry.getKey(), atMost) : Optional.empty();
      if (topic.isPresent() && config.isPresent()) {
        found.add(found(topic.get(), config.get()));
      }
    }
    return found;
  }

  private static FoundTopic found(TopicDescription topic, Config config) {
    return new FoundTopic(
        topic.partitions().size(),
        new TopicSettings(
            topic.name(),
            topic.partitions().stream().mapToInt(part -> part.replicas().size()).min().orElse(0),
            config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
  }

  private Optional<Config> configOf(String topic, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return ifKnown(
        Objects.requireNonNull(admin().describeConfigs(List.of(resource)).values().get(resource)),
        AclOperation.DESCRIBE_CONFIGS,
        atMost);
  }

  @Override
  public boolean create(TopicPlan plan, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException {
    NewTopic topic =
        new NewTopic(plan.name(), plan.partitions(), (short) plan.replication())
            .configs(
                Map.of(
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(plan.maxMessageBytes()),
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                    "CreateTime"));
    try {
      admin().createTopics(List.of(topic)).all().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw refused(AclOperation.CREATE, failure);
    }
  }

  @Override
  public void askLeaders(Collection<FoundTopic> topics, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    try {
      admin().listOffsets(asked).all().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw refused(AclOperation.DESCRIBE, failure);
    }
  }

  @Override
  public void close() {
    if (connected != null) {
      connected.close(Duration.ofSeconds(1));
      connected = null;
    }
  }

  private Admin admin() throws ExecutionException, TimeoutException {
    if (connected == null) {
      try {
        KafkaProbe.check(kafka);
        connected = Admin.create(config);
      } catch (IOException silent) {
        throw (TimeoutException) new TimeoutException(silent.getMessage()).initCause(silent);
      } catch (UsageException wrong) {
        throw new ExecutionException(wrong);
      } catch (KafkaException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        // a name that is not known yet, as while containers start, is as good as a silent broker
        if (String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls")) {
          throw new TimeoutException(cause.getMessage());
        }
        throw new ExecutionException(cause);
      }
    }
    return connected;
  }

  private <T> Optional<T> ifKnown(KafkaFuture<T> answer, AclOperation asked, Duration atMost)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return Optional.of(answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw refused(asked, failure);
    }
  }

  /** With a cause that says which setting to check, or which permission to give. */
  private ExecutionException refused(AclOperation asked, ExecutionException failure) {
    return KafkaFailure.sentence(kafka, asked, failure)
        .map(sentence -> new ExecutionException(new UsageException(sentence, failure)))
        .orElse(failure);
  }
}
