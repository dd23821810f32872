package io.tributary.stack.server;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.stack.process.ChildProcess;

/** A server as a child process, which finds its data again when it is started again. */
public interface Server {
  ChildProcess process();

  /** Starts it; {@link #awaitReady()} says when it serves. */
  void start() throws CommandFailedException;

  /**
   * Returns when it serves.
   *
   * @throws CommandFailedException when it does not in time
   */
  void awaitReady() throws CommandFailedException, InterruptedException;
}
