package io.tributary.producer.topics;

import io.tributary.model.topic.TopicProblem;
import io.tributary.model.topic.TopicRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** In what a topic is not as its definition wants it. */
final class TopicDifferences {
  private TopicDifferences() {}

  static List<TopicProblem> between(TopicPlan plan, FoundTopic found, String bootstrapServers) {
    List<TopicProblem> problems = new ArrayList<>();
    if (found.partitions() < plan.partitions()) {
      problems.add(
          new TopicProblem(
              false,
              String.format(
                  Locale.ROOT,
                  "topic %s has %d of the %d partitions that the definition wants: kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d",
                  plan.name(),
                  found.partitions(),
                  plan.partitions(),
                  bootstrapServers,
                  plan.name(),
                  plan.partitions())));
    }
    int replication = found.settings().replication();
    if (replication < plan.replication()) {
      problems.add(
          new TopicProblem(
              false,
              String.format(
                  Locale.ROOT,
                  "topic %s has %d of the %d replicas that the definition wants: kafka-reassign-partitions.sh --bootstrap-server %s --execute --reassignment-json-file FILE",
                  plan.name(),
                  replication,
                  plan.replication(),
                  bootstrapServers)));
    }
    problems.addAll(
        TopicRules.problems(found.settings(), plan.maxMessageBytes(), bootstrapServers));
    return problems;
  }
}
