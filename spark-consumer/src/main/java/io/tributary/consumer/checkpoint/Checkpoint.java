package io.tributary.consumer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
  private static final String FIRST_OFFSETS = "sources/0/0";

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

  /** Whether a query has ever begun with it. */
  public boolean exists() throws IOException {
    return latest("offsets").isPresent() || files.exists(new Path(folder, FIRST_OFFSETS));
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
            : new Path(folder, FIRST_OFFSETS);
    Optional<String> content = read(source);
    return content.isEmpty() ? Map.of() : offsets(content.get());
  }

  /**
   * Notes down where the first batch begins, if the checkpoint does not say so yet, as Spark's own
   * batches do.
   */
  public void begin(Map<TopicPartition, Long> offsets) throws IOException {
    Path first = new Path(folder, FIRST_OFFSETS);
    if (lastCommitted().isPresent() || files.exists(first)) {
      return;
    }
    files.mkdirs(Objects.requireNonNull(first.getParent()));
    try (CheckpointFileManager.CancellableFSDataOutputStream out =
        files.createAtomic(first, false)) {
      // the leading zero is Spark's
      out.write(("\0v1\n" + json(offsets)).getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Deletes what is said of batches that are not done, but for the first {@code keep} of them.
   * Spark plans at most one batch ahead; queries without batches note down the ends of several
   * epochs, which they reach at other offsets when they are started again.
   */
  public void forgetPlanned(int keep) throws IOException {
    Path planned = new Path(folder, "offsets");
    if (!files.exists(planned)) {
      return;
    }
    long last = lastCommitted().orElse(-1) + keep;
    for (FileStatus file : files.list(planned)) {
      String name = file.getPath().getName();
      if (name.matches(NUMBER) && Long.parseLong(name) > last) {
        files.delete(file.getPath());
      }
    }
  }

  /**
   * A query begins with this definition. Whatever was planned before is to be done as it was
   * planned.
   *
   * @return the batch that is planned and not done, if it was planned with another definition
   */
  public Optional<BegunBatch> adopt(String definition) throws IOException {
    long committed = lastCommitted().orElse(-1);
    long planned = latest("offsets").orElse(-1);
    DefinitionLog definitions = new DefinitionLog(new Path(folder, "definitions"), files);
    Optional<BegunBatch> begun =
        planned > committed
            ? definitions
                .of(planned)
                .filter(before -> !before.equals(definition))
                .map(before -> new BegunBatch(planned, before))
            : Optional.empty();
    definitions.begin(Math.max(planned, committed) + 1, definition);
    return begun;
  }

  /**
   * Lets a query with batches go on from what one without has left: Spark's batches begin with the
   * settings that the last batch was planned with, which epochs do not note down.
   */
  public void completeForBatches() throws IOException {
    Path planned = new Path(folder, "offsets");
    OptionalLong last = latest("offsets");
    if (last.isEmpty()) {
      return;
    }
    Path file = new Path(planned, Long.toString(last.getAsLong()));
    String[] lines = read(file).orElse("").split("\n", -1);
    if (lines.length < 3 || !lines[1].isBlank()) {
      return;
    }
    lines[1] = "{\"batchWatermarkMs\":0,\"batchTimestampMs\":0,\"conf\":{}}";
    try (CheckpointFileManager.CancellableFSDataOutputStream out = files.createAtomic(file, true)) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Offsets as Spark writes them: {"topic":{"partition":offset}}. */
  public static String json(Map<TopicPartition, Long> offsets) {
    ObjectNode topics = JSON.createObjectNode();
    offsets.forEach(
        (partition, offset) -> {
          String topic = partition.topic();
          ObjectNode partitions =
              topics.get(topic) instanceof ObjectNode known ? known : topics.putObject(topic);
          partitions.put(Integer.toString(partition.partition()), offset);
        });
    return topics.toString();
  }

  /** So that {@link #takeFailedWrite} tells only what comes. */
  public void forgetFailedWrites() {
    while (takeFailedWrite().isPresent()) {
      // there may be another
    }
  }

  /** Something that could not be written, by whoever tried; told once. */
  public Optional<IOException> takeFailedWrite() {
    return FailedWrites.take(folder);
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
