package io.tributary.console.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the consumer says of itself at its status endpoint. Safe for several threads. */
public final class ConsumerStatus {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final URI consumer;
  private final HttpReader http = new HttpReader(Duration.ofSeconds(2));
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param consumer address of its status endpoint
   */
  public ConsumerStatus(URI consumer) {
    this.consumer = consumer;
  }

  public URI url() {
    return consumer;
  }

  /**
   * Its metrics as of now.
   *
   * @throws CommandFailedException when it does not answer
   */
  public PrometheusText metrics() throws CommandFailedException {
    HttpReader.Reply reply = ask("/metrics");
    if (reply.status() != OK) {
      throw unexpected("/metrics", reply);
    }
    return PrometheusText.parse(reply.body());
  }

  /**
   * What each pipeline does, by name: {@code running}, or why it does not.
   *
   * @throws CommandFailedException when it does not answer
   */
  public Map<String, String> pipelines() throws CommandFailedException {
    HttpReader.Reply reply = ask("/ready");
    if (reply.status() != OK && reply.status() != UNAVAILABLE) {
      throw unexpected("/ready", reply);
    }
    try {
      Map<String, String> said = new HashMap<>();
      JsonNode body = json.readTree(reply.body());
      body.properties()
          .forEach(
              member -> {
                if (member.getValue().isTextual()) {
                  said.put(member.getKey(), member.getValue().textValue());
                }
              });
      return said;
    } catch (IOException malformed) {
      throw unexpected("/ready", reply);
    }
  }

  private HttpReader.Reply ask(String path) throws CommandFailedException {
    try {
      return http.ask(consumer.resolve(path), Map.of(), null);
    } catch (IOException silent) {
      throw new CommandFailedException(
          "the consumer at %s does not answer (%s): see that spark-consumer runs"
              .formatted(consumer, silent.getMessage()),
          silent);
    }
  }

  private CommandFailedException unexpected(String path, HttpReader.Reply reply) {
    return new CommandFailedException(
        "%s answered with status %s: CONSUMER_URL has to name the consumer's status endpoint"
            .formatted(consumer.resolve(path), reply.status()));
  }
}
