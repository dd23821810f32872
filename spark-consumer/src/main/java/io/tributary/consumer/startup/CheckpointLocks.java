package io.tributary.consumer.startup;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.checkpoint.CheckpointLock;
import io.tributary.consumer.query.SparkRuntime;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The locks on the checkpoints of all pipelines: two consumers never share one. Safe for several
 * threads.
 */
public final class CheckpointLocks implements AutoCloseable {
  private final String folder;
  private final Map<String, Optional<CheckpointLock>> locks = new HashMap<>();

  /**
   * @param folder of the checkpoints, a path or a URL
   */
  public CheckpointLocks(String folder) {
    this.folder = folder;
  }

  /**
   * Locks the checkpoint of a pipeline; does nothing when it is locked already.
   *
   * @throws CommandFailedException when another consumer uses it
   */
  public synchronized void lock(String pipeline) throws CommandFailedException, IOException {
    if (!locks.containsKey(pipeline)) {
      locks.put(pipeline, Checkpoint.lock(Checkpoint.in(folder, pipeline), SparkRuntime.hadoop()));
    }
  }

  /**
   * Locks all that can be locked.
   *
   * @throws CommandFailedException when none can
   */
  public void lockAny(Collection<String> pipelines) throws CommandFailedException, IOException {
    CommandFailedException failed = null;
    int locked = 0;
    for (String pipeline : pipelines) {
      try {
        lock(pipeline);
        locked++;
      } catch (CommandFailedException inUse) {
        // reported again when the pipeline's own turn comes
        failed = inUse;
      }
    }
    if (failed != null && locked == 0) {
      throw failed;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Optional<CheckpointLock> lock : locks.values()) {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
    locks.clear();
  }
}
