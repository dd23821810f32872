package io.tributary.verifier.replay;

import io.tributary.model.event.Place;
import io.tributary.runtime.command.CommandFailed;
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
   * @throws CommandFailed when Kafka cannot be reached
   */
  CompletableFuture<Place> send(Original event) throws CommandFailed;

  @Override
  void close();
}
