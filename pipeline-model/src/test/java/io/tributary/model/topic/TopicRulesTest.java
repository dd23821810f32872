package io.tributary.model.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
  private static final int LARGEST = 5_000;

  /** As Kafka creates it with CreateTime and room enough. */
  private static final Map<String, String> USUAL =
      Map.of(
          "max.message.bytes", "5000",
          "message.timestamp.type", "CreateTime",
          "cleanup.policy", "delete",
          "min.insync.replicas", "1",
          "retention.ms", "604800000",
          "retention.bytes", "-1",
          "message.timestamp.before.max.ms", "9223372036854775807",
          "message.timestamp.after.max.ms", "3600000",
          "unclean.leader.election.enable", "false",
          "compression.type", "producer");

  private static List<TopicProblem> problems(Map<String, String> settings) {
    return TopicRules.problems(new TopicSettings("people", 2, settings), LARGEST, "k:1");
  }

  @Test
  void problems_areNone_whenTheTopicIsAsUsual() {
    assertThat(problems(USUAL)).isEmpty();
  }

  @Test
  void problems_areNone_whenABrokerDoesNotKnowTheSettings() {
    assertThat(problems(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max.message.bytes, 5001",
    "min.insync.replicas, 2",
    "retention.ms, -1",
    "retention.ms, 86400000",
    "retention.bytes, 1073741824",
    "message.timestamp.after.max.ms, 9223372036854775807",
    "compression.type, zstd",
    "compression.type, uncompressed"
  })
  void problems_areNone_whenTheTopicIsAsGoodAsThat(String setting, String value) {
    Map<String, String> settings = new HashMap<>(USUAL);
    settings.put(setting, value);
    assertThat(problems(settings)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max.message.bytes, 4999, true, takes 4%999 bytes, max.message.bytes=5000",
    "message.timestamp.type, LogAppendTime, true, newest wins, message.timestamp.type=CreateTime",
    "cleanup.policy, compact, true, cleanup.policy=compact, cleanup.policy=delete",
    "cleanup.policy, compact%delete, true, newer ones of their key, cleanup.policy=delete",
    "min.insync.replicas, 3, true, wants 3 replicas in sync, min.insync.replicas=2",
    "retention.ms, 3600000, false, after 60 min, retention.ms=604800000",
    "retention.ms, 500, false, after 500 ms, retention.ms=604800000",
    "retention.bytes, 1000, false, more than 1%000 bytes, retention.bytes=-1",
    "message.timestamp.before.max.ms, 7000, false, older than 7000 ms,"
        + " message.timestamp.before.max.ms=9223372036854775807",
    "message.timestamp.after.max.ms, 0, false, further ahead, message.timestamp.after.max.ms=3600000",
    "unclean.leader.election.enable, true, false, can lose, unclean.leader.election.enable=false"
  })
  void problem_saysWhatHappensToRecords_andTheCommand(
      String setting, String value, boolean fatal, String said, String fix) {
    Map<String, String> settings = new HashMap<>(USUAL);
    settings.put(setting, value.replace('%', ','));
    assertThat(problems(settings))
        .singleElement()
        .satisfies(problem -> assertThat(problem.fatal()).isEqualTo(fatal))
        .extracting(TopicProblem::sentence)
        .asString()
        .startsWith("topic people ")
        .contains(said.replace('%', ','))
        .endsWith(
            ": kafka-configs.sh --bootstrap-server k:1 --alter --entity-type topics --entity-name"
                + " people --add-config "
                + fix);
  }
}
