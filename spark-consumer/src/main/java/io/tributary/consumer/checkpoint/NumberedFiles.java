package io.tributary.consumer.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/** A folder of a checkpoint whose files have numbers as their names; it may not be there yet. */
final class NumberedFiles {
  private static final String NUMBER = "\\d{1,18}";

  private final Path folder;
  private final CheckpointFileManager files;

  NumberedFiles(Path folder, CheckpointFileManager files) {
    this.folder = folder;
    this.files = files;
  }

  /** Of all files; others that are there do not count. */
  NavigableSet<Long> numbers() throws IOException {
    NavigableSet<Long> numbers = new TreeSet<>();
    if (files.exists(folder)) {
      for (FileStatus file : files.list(folder)) {
        String name = file.getPath().getName();
        if (name.matches(NUMBER)) {
          numbers.add(Long.parseLong(name));
        }
      }
    }
    return numbers;
  }

  OptionalLong last() throws IOException {
    NavigableSet<Long> numbers = numbers();
    return numbers.isEmpty() ? OptionalLong.empty() : OptionalLong.of(numbers.last());
  }

  /** What a file says, if it is there. */
  Optional<String> read(long number) throws IOException {
    Path file = file(number);
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try (FSDataInputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Writes or replaces a file: all of it or nothing. */
  void write(long number, String content) throws IOException {
    files.mkdirs(folder);
    CheckpointFileManager.CancellableFSDataOutputStream out =
        files.createAtomic(file(number), true);
    try {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      // closing it would publish what it has
      out.cancel();
      throw failed;
    }
    out.close();
  }

  void delete(long number) {
    files.delete(file(number));
  }

  private Path file(long number) {
    return new Path(folder, Long.toString(number));
  }
}
