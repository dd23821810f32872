package io.tributary.consumer.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/**
 * Checkpoint files on the local file system. A file appears whole and on the disk, or not at all.
 * Every method throws what Hadoop's own manager throws (Scala, and so Spark, does not declare it).
 */
final class NioFiles implements CheckpointFileManager {
  private final org.apache.hadoop.fs.Path checkpoint;

  NioFiles(org.apache.hadoop.fs.Path checkpoint) {
    this.checkpoint = checkpoint;
  }

  static Path local(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri().getPath());
  }

  /** Hadoop's companion file with a checksum, which would be wrong once we have written. */
  static Path checksum(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }

  /** Without it the names in a folder may be gone after a power failure. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public CancellableFSDataOutputStream createAtomic(
      org.apache.hadoop.fs.Path path, boolean overwriteIfPossible) {
    return SneakyThrow.get(() -> AtomicFile.create(local(path), overwriteIfPossible));
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path path) {
    return SneakyThrow.get(
        () -> {
          try {
            return new FSDataInputStream(new FileContent(Files.readAllBytes(local(path))));
          } catch (NoSuchFileException missing) {
            throw notFound(path, missing);
          }
        });
  }

  @Override
  public FileStatus[] list(org.apache.hadoop.fs.Path path, PathFilter filter) {
    return SneakyThrow.get(
        () -> {
          List<FileStatus> found = new ArrayList<>();
          try (Stream<Path> entries = Files.list(local(path))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
              org.apache.hadoop.fs.Path named =
                  new org.apache.hadoop.fs.Path(path, entry.getFileName().toString());
              if (filter.accept(named)) {
                found.add(status(named, entry));
              }
            }
          } catch (NoSuchFileException | NotDirectoryException missing) {
            throw notFound(path, missing);
          }
          return found.toArray(new FileStatus[0]);
        });
  }

  private static FileStatus status(org.apache.hadoop.fs.Path named, Path entry) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    return new FileStatus(
        attributes.isRegularFile() ? attributes.size() : 0,
        attributes.isDirectory(),
        1,
        0,
        attributes.lastModifiedTime().toMillis(),
        named);
  }

  @Override
  public void mkdirs(org.apache.hadoop.fs.Path path) {
    SneakyThrow.run(
        () -> {
          Path folder = local(path).toAbsolutePath();
          Files.createDirectories(folder);
          Path parent = folder.getParent();
          if (parent != null) {
            sync(parent);
          }
        });
  }

  @Override
  public boolean exists(org.apache.hadoop.fs.Path path) {
    return Files.exists(local(path));
  }

  /** Deletes a file, or a folder with all that is in it; what is not there is deleted already. */
  @Override
  public void delete(org.apache.hadoop.fs.Path path) {
    SneakyThrow.run(
        () -> {
          Path root = local(path);
          if (Files.isDirectory(root)) {
            try (Stream<Path> all = Files.walk(root)) {
              for (Path entry : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
              }
            }
          } else {
            Files.deleteIfExists(root);
            Files.deleteIfExists(checksum(root));
          }
        });
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public org.apache.hadoop.fs.Path createCheckpointDirectory() {
    Path folder = local(checkpoint).toAbsolutePath().normalize();
    org.apache.hadoop.fs.Path qualified =
        new org.apache.hadoop.fs.Path("file", null, folder.toString());
    mkdirs(qualified);
    return qualified;
  }

  private static FileNotFoundException notFound(
      org.apache.hadoop.fs.Path path, IOException missing) {
    FileNotFoundException notFound = new FileNotFoundException(path + " is not there");
    notFound.initCause(missing);
    return notFound;
  }
}
