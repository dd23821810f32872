package io.tributary.stack.process;

import io.tributary.runtime.command.CommandFailed;

/** A server as a child process, which finds its data again when it is started again. */
public interface Server {
  ChildProcess process();

  /** Starts it; {@link #awaitReady()} says when it serves. */
  void start() throws CommandFailed;

  /**
   * Returns when it serves.
   *
   * @throws CommandFailed when it does not in time
   */
  void awaitReady() throws CommandFailed, InterruptedException;
}
