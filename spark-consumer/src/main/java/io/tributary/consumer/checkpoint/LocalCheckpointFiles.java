package io.tributary.consumer.checkpoint;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/**
 * Reads and writes checkpoints, for Spark, which makes one by this class's name. Paths of the local
 * file system go by {@code java.nio.file}: Hadoop's way forks a process for each file that it
 * writes. All other paths go Hadoop's way. What cannot be written is noted for {@link
 * Checkpoint#takeFailedWrite}.
 */
public final class LocalCheckpointFiles implements CheckpointFileManager {
  /** Spark's setting that names the class. */
  public static final String SETTING = "spark.sql.streaming.checkpointFileManagerClass";

  private final CheckpointFileManager files;

  public LocalCheckpointFiles(Path checkpoint, Configuration hadoop) {
    this.files =
        isLocal(checkpoint, hadoop) ? new NioFiles(checkpoint) : sparks(checkpoint, hadoop);
  }

  static boolean isLocal(Path checkpoint, Configuration hadoop) {
    String scheme = checkpoint.toUri().getScheme();
    String effective = scheme == null ? FileSystem.getDefaultUri(hadoop).getScheme() : scheme;
    return "file".equals(effective);
  }

  /** What Spark would take if it had not been told to take this class. */
  private static CheckpointFileManager sparks(Path checkpoint, Configuration hadoop) {
    Configuration unset = new Configuration(hadoop);
    unset.unset(SETTING);
    return CheckpointFileManager.create(checkpoint, unset);
  }

  @Override
  public CheckpointFileManager.CancellableFSDataOutputStream createAtomic(
      Path path, boolean overwriteIfPossible) {
    return SneakyThrow.get(
        () -> {
          try {
            return new FailureRecordingFile(path, files.createAtomic(path, overwriteIfPossible));
          } catch (Exception failed) {
            // of Scala's methods, none declares what it throws
            if (failed instanceof IOException why) {
              FailedWrites.note(path, why);
            }
            throw failed;
          }
        });
  }

  @Override
  public FSDataInputStream open(Path path) {
    return files.open(path);
  }

  @Override
  public FileStatus[] list(Path path, PathFilter filter) {
    return files.list(path, filter);
  }

  @Override
  public void mkdirs(Path path) {
    files.mkdirs(path);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public void delete(Path path) {
    files.delete(path);
  }

  @Override
  public boolean isLocal() {
    return files.isLocal();
  }

  @Override
  public Path createCheckpointDirectory() {
    return files.createCheckpointDirectory();
  }
}
