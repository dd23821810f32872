package io.tributary.consumer.checkpoint;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;

/**
 * What could not be written to checkpoints. Where Spark runs a query without batches it only logs
 * that, and commits nothing ever again.
 */
final class FailedWrites {
  /**
   * The last one of each folder. Spark makes the objects that write, so nothing else joins them.
   */
  private static final Map<String, IOException> LAST = new ConcurrentHashMap<>();

  private FailedWrites() {}

  static void note(Path file, IOException why) {
    LAST.put(local(Objects.requireNonNull(file.getParent())), why);
  }

  /** One of those below this folder, if there are any; it is forgotten. */
  static Optional<IOException> take(Path folder) {
    String prefix = local(folder) + "/";
    Optional<Map.Entry<String, IOException>> found =
        LAST.entrySet().stream()
            .filter(failed -> (failed.getKey() + "/").startsWith(prefix))
            .findAny();
    found.ifPresent(failed -> LAST.remove(failed.getKey()));
    return found.map(Map.Entry::getValue);
  }

  /** Spark qualifies paths, and makes them absolute. */
  private static String local(Path path) {
    return NioFiles.local(path).toAbsolutePath().normalize().toString();
  }
}
