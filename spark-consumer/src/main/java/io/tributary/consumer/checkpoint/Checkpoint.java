package io.tributary.consumer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/** What a query's checkpoint says: which batches are done, and up to which offsets. */
public final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBER = "\\d{1,18}";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Configuration hadoop;
  private final CheckpointFileManager files;

  /**
   * @param folder a path, or a URL that Hadoop understands
   */
  public Checkpoint(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.hadoop = hadoop;
    this.files = new LocalCheckpointFiles(this.folder, hadoop);
  }

  /** Whether a query has ever begun a batch with it. */
  public boolean exists() throws IOException {
    return latest("offsets").isPresent();
  }

  /** The number of the last batch that is done, if one is. */
  public OptionalLong lastCommitted() throws IOException {
    return latest("commits");
  }

  /**
   * The offset that each partition is to be read from next: where the last batch that is done
   * ended, or where the first one begins. Empty when neither is known.
   */
  public Map<TopicPartition, Long> positions() throws IOException {
    OptionalLong committed = lastCommitted();
    Path source =
        committed.isPresent()
            ? new Path(folder, "offsets/" + committed.getAsLong())
            : new Path(folder, "sources/0/0");
    Optional<String> content = read(source);
    return content.isEmpty() ? Map.of() : offsets(content.get());
  }

  /** Gives the checkpoint's folder another name, for people to look at; returns that name. */
  public String moveAside() throws IOException {
    String time = STAMP.format(Instant.now());
    Path aside = folder.suffix(".lost-" + time);
    if (!folder.getFileSystem(hadoop).rename(folder, aside)) {
      throw new IOException("%s could not be renamed to %s".formatted(folder, aside));
    }
    return aside.toString();
  }

  /** Deletes the checkpoint with all that it says. */
  public void delete() {
    files.delete(folder);
  }

  /** The last line of both files is the source's offsets: {"topic":{"partition":offset}}. */
  private static Map<TopicPartition, Long> offsets(String content) throws IOException {
    String stripped = content.strip();
    String last = stripped.substring(stripped.lastIndexOf('\n') + 1);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (!last.contains("{")) {
      return offsets;
    }
    JsonNode topics = JSON.readTree(last.substring(last.indexOf('{')));
    for (Map.Entry<String, JsonNode> topic : topics.properties()) {
      for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
        offsets.put(
            new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
            partition.getValue().asLong());
      }
    }
    return offsets;
  }

  private Optional<String> read(Path file) throws IOException {
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try (FSDataInputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private OptionalLong latest(String log) throws IOException {
    Path numbered = new Path(folder, log);
    if (!files.exists(numbered)) {
      return OptionalLong.empty();
    }
    return Stream.of(files.list(numbered))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .filter(name -> name.matches(NUMBER))
        .mapToLong(Long::parseLong)
        .max();
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
