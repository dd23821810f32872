package io.tributary.consumer.topics;

import io.tributary.model.definition.Topic;
import io.tributary.model.topic.RecordSizes;
import io.tributary.model.topic.TopicProblem;
import io.tributary.model.topic.TopicRules;
import io.tributary.model.topic.TopicSettings;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.runtime.kafka.KafkaProbe;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.retry.Retry;
import io.tributary.runtime.retry.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.ClientDnsLookup;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka about topics. */
public final class KafkaTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
  private static final int REQUEST_TIMEOUT_MS = 3_000;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final KafkaConnection kafka;
  private final String bootstrapServers;
  private @Nullable Admin admin;

  private KafkaTopics(KafkaConnection kafka) {
    this.kafka = kafka;
    this.bootstrapServers = kafka.hosts();
  }

  /**
   * Connects when it is first asked.
   *
   * @throws UsageException when the brokers have no addresses
   */
  public static KafkaTopics at(KafkaConnection kafka) throws UsageException {
    try {
      ClientUtils.parseAndValidateAddresses(
          kafka.bootstrapServers(), ClientDnsLookup.USE_ALL_DNS_IPS.toString());
      return new KafkaTopics(kafka);
    } catch (KafkaException wrong) {
      throw new UsageException(
          "Kafka cannot be at %s (%s): name its brokers in KAFKA_BOOTSTRAP_SERVERS, host:port"
              .formatted(kafka.hosts(), wrong.getMessage()),
          wrong);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka.clientSettings());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return settings;
  }

  /**
   * @throws ExecutionException when no broker answers yet, or not as the settings say
   */
  private synchronized Admin admin() throws ExecutionException {
    if (admin == null) {
      try {
        KafkaProbe.check(kafka);
      } catch (IOException silent) {
        throw new ExecutionException(new TimeoutException(silent.getMessage(), silent));
      } catch (UsageException wrong) {
        throw new ExecutionException(wrong);
      }
      admin = Admin.create(settings());
    }
    return admin;
  }

  /**
   * What Kafka has of the topics, by partition.
   *
   * @param wait how long to try while Kafka does not answer, or has not all of the topics yet
   * @param progress told with each try what is waited for
   * @throws CommandFailedException when Kafka did not answer in time, or still has not all of the
   *     topics
   */
  public Map<TopicPartition, Retained> retained(
      List<String> topics, Duration wait, Consumer<Waiting> progress)
      throws CommandFailedException, InterruptedException {
    Retry retry = new Retry(wait, Backoff.every(BETWEEN_TRIES));
    try {
      return retry.call(
          () -> retained(partitions(topics)),
          failed -> missing(failed).isPresent() || reason(failed) instanceof RetriableException,
          failed ->
              progress.accept(
                  retry.waitingFor(
                      "Kafka at %s to have %s"
                          .formatted(bootstrapServers, missing(failed).orElse("an answer")),
                      "")));
    } catch (ExecutionException failed) {
      Optional<String> missing = missing(failed);
      throw missing.isPresent()
          ? new CommandFailedException(
              "Kafka at %s does not have %s: run the producer's create-topics"
                  .formatted(bootstrapServers, missing.get()),
              failed)
          : new CommandFailedException(refusal(kafka, retry.elapsed(), reason(failed)), failed);
    }
  }

  /** The topics that are not there, if that is what failed. */
  private static Optional<String> missing(Exception failed) {
    return reason(failed) instanceof TopicsMissing missing
        ? Optional.of(missing.topics)
        : Optional.empty();
  }

  private static Throwable reason(Exception failed) {
    return Objects.requireNonNullElse(failed.getCause(), failed);
  }

  /**
   * What does not fit of a pipeline's two topics, which are there; nothing where Kafka does not
   * tell, as it may not for want of the right to DescribeConfigs.
   */
  public List<TopicProblem> problems(Topic topic) throws InterruptedException {
    List<TopicProblem> problems = new ArrayList<>();
    try {
      for (TopicSettings found : settings(topic.names())) {
        problems.addAll(
            TopicRules.problems(
                found, RecordSizes.largestRecord(topic, found.name()), bootstrapServers));
      }
    } catch (ExecutionException unknown) {
      LOG.info(
          "Kafka does not report the settings of the topics: {}",
          String.valueOf(unknown.getCause()));
    }
    return problems;
  }

  private List<TopicSettings> settings(List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> described = admin().describeTopics(topics).allTopicNames().get();
    List<ConfigResource> asked =
        topics.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    List<TopicSettings> settings = new ArrayList<>();
    for (Map.Entry<ConfigResource, Config> told :
        admin().describeConfigs(asked).all().get().entrySet()) {
      String topic = told.getKey().name();
      settings.add(
          new TopicSettings(
              topic,
              Objects.requireNonNull(described.get(topic)).partitions().stream()
                  .mapToInt(partition -> partition.replicas().size())
                  .min()
                  .orElse(0),
              told.getValue().entries().stream()
                  .filter(entry -> entry.value() != null)
                  .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
    }
    return settings;
  }

  /** What to say of a failure that another try does not heal, or did not in time. */
  static String refusal(KafkaConnection kafka, Duration elapsed, Throwable why) {
    if (why instanceof UsageException) {
      return String.valueOf(why.getMessage());
    }
    return KafkaFailure.sentence(kafka, AclOperation.READ, why)
        .orElseGet(() -> otherRefusal(kafka.hosts(), elapsed, why));
  }

  private static String otherRefusal(String bootstrapServers, Duration elapsed, Throwable why) {
    String said = why.getClass().getSimpleName() + ": " + why.getMessage();
    return why instanceof RetriableException
        ? String.format(
            Locale.ROOT,
            "Kafka at %s did not answer within %d s (%s): start it, or name the right address in KAFKA_BOOTSTRAP_SERVERS",
            bootstrapServers,
            Math.max(1, elapsed.toSeconds()),
            said)
        : "Kafka at %s refused to describe the topics (%s)".formatted(bootstrapServers, said);
  }

  /** {@code the topic a}, {@code the topics a and b}. */
  static String named(Collection<String> topics) {
    return (topics.size() == 1 ? "the topic " : "the topics ")
        + topics.stream().sorted().collect(Collectors.joining(" and "));
  }

  private List<TopicPartition> partitions(List<String> topics)
      throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
        admin().describeTopics(topics).topicNameValues().entrySet()) {
      try {
        topic.getValue().get().partitions().stream()
            .map(partition -> new TopicPartition(topic.getKey(), partition.partition()))
            .forEach(partitions::add);
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw failed;
        }
        missing.add(topic.getKey());
      }
    }
    if (!missing.isEmpty()) {
      throw new ExecutionException(new TopicsMissing(named(missing)));
    }
    return partitions;
  }

  private Map<TopicPartition, Retained> retained(List<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    // both requests are under way before either answer is waited for
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> asked =
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, ListOffsetsResultInfo> first =
        offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED).get();
    Map<TopicPartition, ListOffsetsResultInfo> next = asked.get();
    // asked last: what comes in between is not taken for a transaction's
    Map<TopicPartition, ListOffsetsResultInfo> stable =
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED).get();
    Map<TopicPartition, Retained> retained = new HashMap<>();
    first.forEach(
        (partition, oldest) -> {
          long last = Objects.requireNonNull(next.get(partition)).offset();
          long given = Objects.requireNonNull(stable.get(partition)).offset();
          retained.put(partition, new Retained(oldest.offset(), Math.min(given, last), last));
        });
    return retained;
  }

  private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
      throws ExecutionException {
    return admin()
        .listOffsets(
            partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which)),
            new ListOffsetsOptions(isolation))
        .all();
  }

  /**
   * Sets the offsets of a consumer group without members, for Kafka's own tools.
   *
   * @param offsets that each partition is to be read from next
   * @throws ExecutionException when Kafka does not answer in time, or does not let the user do it
   */
  public void setGroupOffsets(String group, Map<TopicPartition, Long> offsets)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    offsets.forEach((partition, offset) -> next.put(partition, new OffsetAndMetadata(offset)));
    admin().alterConsumerGroupOffsets(group, next).all().get();
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  /** Names the topics that are not there. */
  private static final class TopicsMissing extends Exception {
    private static final long serialVersionUID = 1;

    private final String topics;

    TopicsMissing(String topics) {
      super(topics);
      this.topics = topics;
    }
  }
}
