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
 * What a checkpoint says that is done or begun, read from Spark's files.
 *
 * @param checkpoint folder of one query
 */
record CommittedOffsets(Path checkpoint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The offset that each partition of a topic is to be read from next; empty before a commit. */
  Map<Integer, Long> of(String topic) throws IOException {
    return offsets(topic, lastOf("commits"));
  }

  /** The same of the batch that was planned last, which may not be done. */
  Map<Integer, Long> planned(String topic) throws IOException {
    return offsets(topic, lastOf("offsets"));
  }

  private Map<Integer, Long> offsets(String topic, Optional<String> batch) throws IOException {
    Map<Integer, Long> offsets = new TreeMap<>();
    if (batch.isPresent()) {
      String planned = Files.readString(checkpoint.resolve("offsets").resolve(batch.get()));
      // the last line has the offsets: {"topic":{"partition":offset}}
      JsonNode topics = JSON.readTree(planned.substring(planned.lastIndexOf('\n') + 1));
      for (Map.Entry<String, JsonNode> next : topics.path(topic).properties()) {
        offsets.put(Integer.valueOf(next.getKey()), next.getValue().asLong());
      }
    }
    return offsets;
  }

  private Optional<String> lastOf(String folder) throws IOException {
    Path batches = checkpoint.resolve(folder);
    if (!Files.isDirectory(batches)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(batches)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .max(Comparator.comparingLong(Long::parseLong));
    }
  }
}
