package io.tributary.producer.topics;

import io.tributary.model.topic.TopicSettings;
import java.util.Map;

/** Topics as they may be. */
final class Found {
  private Found() {}

  /**
   * @param createTime whether records keep the time that their producer gave them
   */
  static FoundTopic topic(
      String name, int partitions, int replication, long maxMessageBytes, boolean createTime) {
    return new FoundTopic(
        partitions,
        new TopicSettings(
            name,
            replication,
            Map.of(
                "max.message.bytes",
                Long.toString(maxMessageBytes),
                "message.timestamp.type",
                createTime ? "CreateTime" : "LogAppendTime")));
  }
}
