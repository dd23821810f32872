package io.tributary.consumer.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;

/**
 * A file that gets its name when it is closed: written beside it, forced to the disk, renamed.
 * {@link #cancel} leaves nothing.
 */
final class AtomicFile extends CancellableFSDataOutputStream {
  private final FileChannel channel;
  private final Path temporary;
  private final Path target;
  private final boolean overwrite;
  private boolean ended;

  private AtomicFile(
      FileChannel channel, OutputStream bytes, Path temporary, Path target, boolean overwrite) {
    super(bytes);
    this.channel = channel;
    this.temporary = temporary;
    this.target = target;
    this.overwrite = overwrite;
  }

  static AtomicFile create(Path file, boolean overwrite) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary =
        target.resolveSibling(".%s.%s.tmp".formatted(target.getFileName(), UUID.randomUUID()));
    FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new AtomicFile(channel, Channels.newOutputStream(channel), temporary, target, overwrite);
  }

  @Override
  public synchronized void close() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    try {
      flush();
      channel.force(true);
      super.close();
      if (!overwrite && Files.exists(target)) {
        throw new FileAlreadyExistsException(target + " is there already");
      }
      Files.deleteIfExists(NioFiles.checksum(target));
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      NioFiles.sync(Objects.requireNonNull(target.getParent()));
    } finally {
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public synchronized void cancel() {
    if (ended) {
      return;
    }
    ended = true;
    SneakyThrow.run(
        () -> {
          try {
            super.close();
          } finally {
            channel.close();
            Files.deleteIfExists(temporary);
          }
        });
  }
}
