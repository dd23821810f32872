package io.tributary.producer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the topics that a definition may name against those that Kafka takes. */
class TopicNamesAndKafkaTest {
  @TempDir private Path folder;

  static Stream<String> names() {
    List<String> fixed =
        List.of(
            "a",
            "A.b_c-9",
            ".",
            "..",
            "...",
            "-",
            "_",
            "__consumer_offsets",
            "__transaction_state",
            "__cluster_metadata",
            "__share_group_state",
            "__mine",
            "a b",
            "a/b",
            "a:b",
            "\u00fc",
            "a,b");
    return Stream.concat(fixed.stream(), Stream.of(239, 240, 241, 249, 250).map("t"::repeat));
  }

  /** With the topic of its rejected records, whose name is longer. */
  @ParameterizedTest
  @MethodSource("names")
  void topic_isTaken_whenKafkaTakesItAndItsRejectedOne(String name) throws Exception {
    boolean kafkaTakesIt =
        new Topic(name, 1, 1, 1_024).names().stream().allMatch(TopicNamesAndKafkaTest::isForUse);
    assertThat(isTaken(name)).isEqualTo(kafkaTakesIt);
  }

  private static boolean isForUse(String topic) {
    try {
      org.apache.kafka.common.internals.Topic.validate(topic);
      return !org.apache.kafka.common.internals.Topic.isInternal(topic)
          && !topic.equals(org.apache.kafka.common.internals.Topic.CLUSTER_METADATA_TOPIC_NAME);
    } catch (InvalidTopicException refused) {
      return false;
    }
  }

  private boolean isTaken(String topic) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            name: names
            source: {url: "http://127.0.0.1:8000/", records: ""}
            event:
              key: id
              fields:
                - {name: id, type: text, from: /id, required: true}
                - {name: name, type: text, from: /name, required: true}
            topic: {name: "%s"}
            table: {keyspace: names, name: names}
            """
                .formatted(topic));
    try {
      Pipeline.load(file);
      return true;
    } catch (InvalidDefinitionException refused) {
      return false;
    }
  }
}
