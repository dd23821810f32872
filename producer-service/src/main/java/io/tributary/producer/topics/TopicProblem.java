package io.tributary.producer.topics;

import java.util.ArrayList;
import java.util.List;

/**
 * One way in which a topic is not as its definition wants it.
 *
 * @param fatal whether records published nevertheless could be lost or misjudged
 * @param sentence what is wrong, with the command that puts it right
 */
public record TopicProblem(boolean fatal, String sentence) {

  static List<TopicProblem> between(TopicPlan plan, FoundTopic found, String bootstrapServers) {
    List<TopicProblem> problems = new ArrayList<>();
    if (found.partitions() < plan.partitions()) {
      problems.add(
          new TopicProblem(
              false,
              "topic %s has %d of the %d partitions that the definition wants: kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d"
                  .formatted(
                      plan.name(),
                      found.partitions(),
                      plan.partitions(),
                      bootstrapServers,
                      plan.name(),
                      plan.partitions())));
    }
    if (found.replication() < plan.replication()) {
      problems.add(
          new TopicProblem(
              false,
              "topic %s has %d of the %d replicas that the definition wants: kafka-reassign-partitions.sh --bootstrap-server %s --execute --reassignment-json-file FILE"
                  .formatted(
                      plan.name(), found.replication(), plan.replication(), bootstrapServers)));
    }
    if (found.maxMessageBytes() < plan.maxMessageBytes()) {
      problems.add(
          new TopicProblem(
              true,
              "topic %s takes %,d bytes a record, the definition wants %,d: %s"
                  .formatted(
                      plan.name(),
                      found.maxMessageBytes(),
                      plan.maxMessageBytes(),
                      alter(
                          plan, bootstrapServers, "max.message.bytes=" + plan.maxMessageBytes()))));
    }
    if (!found.createTime()) {
      problems.add(
          new TopicProblem(
              true,
              "topic %s replaces the records' times with its own, which breaks \"newest wins\": %s"
                  .formatted(
                      plan.name(),
                      alter(plan, bootstrapServers, "message.timestamp.type=CreateTime"))));
    }
    return problems;
  }

  private static String alter(TopicPlan plan, String bootstrapServers, String config) {
    return "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s"
        .formatted(bootstrapServers, plan.name(), config);
  }
}
