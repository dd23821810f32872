package io.tributary.model.definition;

import java.util.List;

/**
 * The topic of the events.
 *
 * @param partitions 1 or more
 * @param replication 1 or more
 * @param maxRecordBytes greatest size of an event's value, in bytes; a larger record is rejected
 */
public record Topic(String name, int partitions, int replication, int maxRecordBytes) {

  /** The topic beside it, for source records that could not be mapped. */
  public String rejected() {
    return name + ".rejected";
  }

  /** Both: that of the events, and the one beside it. */
  public List<String> names() {
    return List.of(name, rejected());
  }
}
