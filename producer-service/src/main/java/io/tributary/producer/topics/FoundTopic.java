package io.tributary.producer.topics;

/**
 * A topic as it is.
 *
 * @param createTime whether records keep the time that their producer gave them
 */
record FoundTopic(
    String name, int partitions, int replication, long maxMessageBytes, boolean createTime) {}
