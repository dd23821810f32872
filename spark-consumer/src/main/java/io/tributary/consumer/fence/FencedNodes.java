package io.tributary.consumer.fence;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The nodes that a keyspace's rows are written to, as a fence needs them. Cancelling an answer
 * cancels its requests.
 */
interface FencedNodes {
  /**
   * Which process each node is: a number that is another one after each start of the node.
   *
   * @return fails with the driver's exceptions
   */
  CompletableFuture<Map<UUID, Integer>> generations();

  /**
   * Makes one small write on each of the nodes through its commit log.
   *
   * @return completes when all have acknowledged, or with the driver's exceptions
   */
  CompletableFuture<Void> sentinels();
}
