package io.tributary.verifier.preflight;

import io.tributary.model.definition.Topic;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.runtime.kafka.KafkaProbe;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** Kafka answers and has the events' topic and the rejected one. */
public final class TopicsExist implements Prerequisite, AutoCloseable {
  private final KafkaConnection connection;
  private @Nullable Admin connected;
  private final List<String> topics;

  public TopicsExist(KafkaConnection connection, Topic topic) {
    this.connection = connection;
    this.topics = topic.names();
  }

  @Override
  public Optional<String> missing() throws InterruptedException {
    Set<String> there;
    try {
      there = kafka().listTopics().names().get();
    } catch (UsageException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    } catch (ExecutionException | KafkaException | IOException failed) {
      Throwable why = failed.getCause() == null ? failed : failed.getCause();
      Optional<String> refused = KafkaFailure.sentence(connection, AclOperation.DESCRIBE, failed);
      if (refused.isPresent()) {
        return refused;
      }
      return Optional.of("Kafka does not answer (%s): start it".formatted(why.getMessage()));
    }
    List<String> missing = topics.stream().filter(topic -> !there.contains(topic)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Kafka has no topic %s: run create-topics".formatted(String.join(", ", missing)));
  }

  /** Of a broker whose name nobody knows, as while containers start, there is no client yet. */
  private Admin kafka() throws IOException, UsageException {
    Admin known = connected;
    if (known == null) {
      KafkaProbe.check(connection);
      Map<String, Object> settings = new HashMap<>(connection.clientSettings());
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
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
