package io.tributary.producer.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file that a run's receipt is handed over in. Who reads it finds the receipt of the run before
 * or the whole of this one, never a part.
 */
public final class ReceiptFile {
  private final Path file;

  public ReceiptFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Finds out before the run whether the file can be written after it. */
  public void check() throws UsageException {
    Path folder = file.getParent();
    if (Files.isDirectory(file)) {
      throw new UsageException("--receipt %s is a directory; name a file in it".formatted(file));
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new UsageException(
          "--receipt %s cannot be written; create the folder %s or make it writable"
              .formatted(file, folder));
    }
  }

  public void write(Receipt receipt) throws CommandFailedException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer line = ByteBuffer.wrap((ReceiptJson.write(receipt) + "\n").getBytes(UTF_8));
        while (line.hasRemaining()) {
          channel.write(line);
        }
        channel.force(true);
      }
      move(draft);
    } catch (IOException failure) {
      throw new CommandFailedException(
          "the receipt could not be written to %s (%s); it is the last line of standard output as well"
              .formatted(file, failure.getMessage()),
          failure);
    }
  }

  private void move(Path draft) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException plainMove) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
