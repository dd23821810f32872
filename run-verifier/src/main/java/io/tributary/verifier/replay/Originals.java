package io.tributary.verifier.replay;

import io.tributary.model.event.Place;
import io.tributary.runtime.command.CommandFailed;
import java.util.Optional;

/** Records that are too large for the dead letters' table, where they first were. */
interface Originals extends AutoCloseable {

  /**
   * The record at a place; nothing when Kafka no longer has it.
   *
   * @throws CommandFailed when Kafka does not answer
   */
  Optional<Original> at(Place place) throws CommandFailed;

  @Override
  void close();
}
