package io.tributary.verifier.log;

import io.tributary.model.event.RecordPosition;
import io.tributary.runtime.command.CommandFailedException;
import java.util.Objects;

/** A record stops the reading. It may have become a dead letter unread, because it was skipped. */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RecordPosition position;

  public UnreadableRecordException(RecordPosition position, Throwable failure) {
    super(position.toString(), failure);
    this.position = position;
  }

  /** The first record that cannot be read. */
  public RecordPosition position() {
    return position;
  }

  /** Why a command fails that nobody told to go on. */
  public CommandFailedException toFailure() {
    return UnreadableRecord.named(position.toString(), Objects.requireNonNull(getCause()));
  }
}
