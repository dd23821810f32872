package io.tributary.consumer.query;

/** Starts a query from its checkpoint. */
@FunctionalInterface
public interface QueryStart {
  RunningQuery start() throws Exception;
}
