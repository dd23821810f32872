package io.tributary.verifier.preflight;

import io.tributary.model.definition.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Kafka answers and has the events' topic and the rejected one. */
public final class TopicsExist implements Prerequisite, AutoCloseable {
  private final Map<String, Object> settings;
  private @Nullable Admin connected;
  private final List<String> topics;

  /**
   * @param settings of Kafka's admin client
   */
  public TopicsExist(Map<String, Object> settings, Topic topic) {
    this.settings = settings;
    this.topics = topic.names();
  }

  @Override
  public Optional<String> missing() throws InterruptedException {
    Set<String> there;
    try {
      there = kafka().listTopics().names().get();
    } catch (ExecutionException | KafkaException failed) {
      Throwable why = failed.getCause() == null ? failed : failed.getCause();
      return Optional.of("Kafka does not answer (%s): start it".formatted(why.getMessage()));
    }
    List<String> missing = topics.stream().filter(topic -> !there.contains(topic)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Kafka has no topic %s: run create-topics".formatted(String.join(", ", missing)));
  }

  /** Of a broker whose name nobody knows, as while containers start, there is no client yet. */
  private Admin kafka() {
    Admin known = connected;
    if (known == null) {
      known = Admin.create(settings);
      connected = known;
    }
    return known;
  }

  @Override
  public void close() {
    if (connected != null) {
      connected.close();
    }
  }
}
