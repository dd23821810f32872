package io.tributary.verifier.replay;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.util.concurrent.CompletableFuture;

/** The events' topic, to publish to. For one thread. */
interface Publication extends AutoCloseable {

  /** Kafka does not take this record, now or later. */
  final class RecordRefused extends Exception {
    private static final long serialVersionUID = 1;

    RecordRefused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Publishes a record and tells where it is as soon as that is acknowledged. It fails with {@link
   * RecordRefused}, or with anything else when Kafka does not answer.
   *
   * @throws CommandFailedException when Kafka cannot be reached
   */
  CompletableFuture<RecordPosition> send(Original event) throws CommandFailedException;

  @Override
  void close();
}
