package io.tributary.producer.topics;

import io.tributary.model.topic.TopicSettings;

/** A topic as it is. */
record FoundTopic(int partitions, TopicSettings settings) {
  String name() {
    return settings.name();
  }
}
