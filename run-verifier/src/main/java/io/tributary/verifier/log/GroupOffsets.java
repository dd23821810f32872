package io.tributary.verifier.log;

import java.util.Map;
import java.util.Optional;

/**
 * What Kafka says of a consumer group and a topic.
 *
 * @param next the offset that each partition is to be read from next; empty when the group has none
 * @param refused why Kafka does not say, and which ACL to add, as a sentence
 */
public record GroupOffsets(Map<Integer, Long> next, Optional<String> refused) {

  public GroupOffsets {
    next = Map.copyOf(next);
  }
}
