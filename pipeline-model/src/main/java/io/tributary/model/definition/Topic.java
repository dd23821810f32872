package io.tributary.model.definition;

import java.util.List;

/**
 * The topic of the events.
 *
 * @param partitions 1 or more
 * @param replication 1 or more
 * @param maxRecordBytes greatest size of an event's value, in bytes; a larger record is rejected
 * @param format how the events are written
 */
public record Topic(
    String name, int partitions, int replication, int maxRecordBytes, TopicFormat format) {

  /** A topic of plain JSON. */
  public Topic(String name, int partitions, int replication, int maxRecordBytes) {
    this(name, partitions, replication, maxRecordBytes, TopicFormat.JSON);
  }

  /** The topic beside it, for source records that could not be mapped. */
  public String rejected() {
    return name + ".rejected";
  }

  /** Both: that of the events, and the one beside it. */
  public List<String> names() {
    return List.of(name, rejected());
  }
}
