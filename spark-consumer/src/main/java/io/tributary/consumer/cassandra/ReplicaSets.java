package io.tributary.consumer.cassandra;

import java.nio.ByteBuffer;

/** Tells which rows live on the same nodes and so may share a batch. Safe for several threads. */
@FunctionalInterface
public interface ReplicaSets {
  /** Equal for keys whose rows have the same replicas. */
  Object of(ByteBuffer routingKey);
}
