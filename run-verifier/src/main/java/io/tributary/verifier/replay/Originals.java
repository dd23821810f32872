package io.tributary.verifier.replay;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.util.Optional;

/** Records that are too large for the dead letters' table, where they first were. */
interface Originals extends AutoCloseable {

  /**
   * The record at a place; nothing when Kafka no longer has it.
   *
   * @throws CommandFailedException when Kafka does not answer
   */
  Optional<Original> at(RecordPosition position) throws CommandFailedException;

  @Override
  void close();
}
