package io.tributary.producer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.topic.TopicProblem;
import org.junit.jupiter.api.Test;

class TopicDifferencesTest {
  private static final TopicPlan PLAN = new TopicPlan("people", 3, 2, 5_000);

  @Test
  void between_findsNothing_whenTheTopicIsAsPlannedOrBetter() {
    assertThat(TopicDifferences.between(PLAN, Found.topic("people", 3, 2, 5_000, true), "k:1"))
        .isEmpty();
    assertThat(TopicDifferences.between(PLAN, Found.topic("people", 6, 3, 9_000, true), "k:1"))
        .isEmpty();
  }

  @Test
  void between_namesTheCommand_whenPartitionsAreMissing() {
    assertThat(TopicDifferences.between(PLAN, Found.topic("people", 1, 2, 5_000, true), "k:1"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.fatal()).isFalse())
        .extracting(TopicProblem::sentence)
        .asString()
        .startsWith("topic people has 1 of the 3 partitions")
        .endsWith("kafka-topics.sh --bootstrap-server k:1 --alter --topic people --partitions 3");
  }

  @Test
  void between_reportsFewerReplicas() {
    assertThat(TopicDifferences.between(PLAN, Found.topic("people", 3, 1, 5_000, true), "k:1"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.fatal()).isFalse())
        .extracting(TopicProblem::sentence)
        .asString()
        .contains("1 of the 2 replicas");
  }

  @Test
  void between_isFatal_whenRecordsWouldBeRefusedOrGetOtherTimes() {
    assertThat(TopicDifferences.between(PLAN, Found.topic("people", 3, 2, 4_999, false), "k:1"))
        .allMatch(TopicProblem::fatal)
        .extracting(TopicProblem::sentence)
        .satisfiesExactly(
            size ->
                assertThat(size)
                    .endsWith(
                        "kafka-configs.sh --bootstrap-server k:1 --alter --entity-type topics"
                            + " --entity-name people --add-config max.message.bytes=5000"),
            time -> assertThat(time).endsWith("--add-config message.timestamp.type=CreateTime"));
  }
}
