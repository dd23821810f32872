package io.tributary.consumer.checkpoint;

import java.io.IOException;

/** A checkpoint could not be written. The message says why. */
public final class CheckpointFailedException extends IOException {
  public CheckpointFailedException(IOException why) {
    super("the checkpoint cannot be written: " + why.getMessage(), why);
  }
}
