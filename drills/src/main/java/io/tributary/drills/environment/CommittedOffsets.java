package io.tributary.drills.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a checkpoint says that is done, read from Spark's files.
 *
 * @param checkpoint folder of one query
 */
record CommittedOffsets(Path checkpoint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The offset that each partition of a topic is to be read from next; empty before a commit. */
  Map<Integer, Long> of(String topic) throws IOException {
    Map<Integer, Long> offsets = new TreeMap<>();
    Optional<String> last = lastCommit();
    if (last.isPresent()) {
      String planned = Files.readString(checkpoint.resolve("offsets").resolve(last.get()));
      // the last line has the offsets: {"topic":{"partition":offset}}
      JsonNode topics = JSON.readTree(planned.substring(planned.lastIndexOf('\n') + 1));
      for (Map.Entry<String, JsonNode> next : topics.path(topic).properties()) {
        offsets.put(Integer.valueOf(next.getKey()), next.getValue().asLong());
      }
    }
    return offsets;
  }

  private Optional<String> lastCommit() throws IOException {
    Path commits = checkpoint.resolve("commits");
    if (!Files.isDirectory(commits)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(commits)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .max(Comparator.comparingLong(Long::parseLong));
    }
  }
}
