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

/**
 * The pipeline's definitions that batches were planned with, each in a file that has the number of
 * the first of these batches as its name.
 */
final class DefinitionLog {
  private static final String NUMBER = "\\d{1,18}";

  private final Path folder;
  private final CheckpointFileManager files;

  DefinitionLog(Path folder, CheckpointFileManager files) {
    this.folder = folder;
    this.files = files;
  }

  /** What a batch was planned with, if that was noted. */
  Optional<String> of(long batch) throws IOException {
    OptionalLong first = since(batch);
    return first.isPresent() ? Optional.of(read(first.getAsLong())) : Optional.empty();
  }

  /** Notes what batches are planned with from this one on; none of them is planned yet. */
  void begin(long batch, String definition) throws IOException {
    OptionalLong known = since(batch);
    if (known.isEmpty() || !read(known.getAsLong()).equals(definition)) {
      write(batch, definition);
    }
    // of what was before, only a batch that is planned and not done may be asked for
    long oldest = since(batch - 1).orElse(0);
    for (long first : numbers()) {
      if (first < oldest || first > batch) {
        files.delete(file(first));
      }
    }
  }

  private OptionalLong since(long batch) throws IOException {
    Long first = numbers().floor(batch);
    return first == null ? OptionalLong.empty() : OptionalLong.of(first);
  }

  private NavigableSet<Long> numbers() throws IOException {
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

  private String read(long first) throws IOException {
    try (FSDataInputStream in = files.open(file(first))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void write(long first, String definition) throws IOException {
    files.mkdirs(folder);
    try (CheckpointFileManager.CancellableFSDataOutputStream out =
        files.createAtomic(file(first), true)) {
      out.write(definition.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Path file(long first) {
    return new Path(folder, Long.toString(first));
  }
}
