package io.tributary.verifier.preflight;

import io.tributary.model.definition.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Kafka answers and has the events' topic and the rejected one. */
public final class TopicsThere implements Need {
  private final Admin kafka;
  private final List<String> topics;

  public TopicsThere(Admin kafka, Topic topic) {
    this.kafka = kafka;
    this.topics = topic.names();
  }

  @Override
  public Optional<String> missing() throws InterruptedException {
    Set<String> there;
    try {
      there = kafka.listTopics().names().get();
    } catch (ExecutionException failed) {
      return Optional.of("Kafka does not answer (%s): start it".formatted(failed.getMessage()));
    }
    List<String> missing = topics.stream().filter(topic -> !there.contains(topic)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Kafka has no topic %s: run create-topics".formatted(String.join(", ", missing)));
  }
}
