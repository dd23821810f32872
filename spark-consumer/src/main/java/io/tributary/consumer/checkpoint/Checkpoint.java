package io.tributary.consumer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/** What a query's checkpoint says: which batches are done, and up to which offsets. */
public final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Configuration hadoop;
  private final CheckpointFileManager files;
  private final NumberedFiles planned;
  private final NumberedFiles done;

  /** Only its file 0 is ever written: where the first batch begins. */
  private final NumberedFiles source;

  private final DefinitionLog definitions;

  /**
   * @param folder a path, or a URL that Hadoop understands
   */
  public Checkpoint(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    this.hadoop = hadoop;
    this.files = new LocalCheckpointFiles(this.folder, hadoop);
    this.planned = numbered("offsets");
    this.done = numbered("commits");
    this.source = numbered("sources/0");
    this.definitions = new DefinitionLog(numbered("definitions"));
  }

  /**
   * Where the checkpoint of one query is.
   *
   * @param folder of all checkpoints, a path or a URL that Hadoop understands
   * @param query the pipeline's name, mostly
   */
  public static String in(String folder, String query) {
    return new Path(folder, query).toString();
  }

  /**
   * Takes the right to use a checkpoint that is on a local disk; anywhere else nothing keeps two
   * consumers apart.
   *
   * @param folder of the checkpoint, as the constructor takes it
   * @throws CommandFailedException when another consumer has it
   */
  public static Optional<CheckpointLock> lock(String folder, Configuration hadoop)
      throws CommandFailedException, IOException {
    Path path = new Path(folder);
    return LocalCheckpointFiles.isLocal(path, hadoop)
        ? Optional.of(CheckpointLock.take(NioFiles.local(path)))
        : Optional.empty();
  }

  private NumberedFiles numbered(String name) {
    return new NumberedFiles(new Path(folder, name), files);
  }

  /** Whether a query has ever begun with it. */
  public boolean exists() throws IOException {
    return planned.last().isPresent() || source.read(0).isPresent();
  }

  /** The number of the last batch that is done, if one is. */
  public OptionalLong lastCommitted() throws IOException {
    return done.last();
  }

  /**
   * The offset that each partition is to be read from next: where the last batch that is done
   * ended, or where the first one begins. Empty when neither is known.
   */
  public Map<TopicPartition, Long> positions() throws IOException {
    OptionalLong committed = lastCommitted();
    Optional<String> content =
        committed.isPresent() ? planned.read(committed.getAsLong()) : source.read(0);
    return content.isEmpty() ? Map.of() : offsets(content.get());
  }

  /** Where the batch ends that is planned and not done; empty when there is none. */
  public Map<TopicPartition, Long> planned() throws IOException {
    long last = planned.last().orElse(-1);
    return last > lastCommitted().orElse(-1) ? offsets(planned.read(last).orElse("")) : Map.of();
  }

  /**
   * Notes down where the first batch begins, if the checkpoint does not say so yet, as Spark's own
   * batches do.
   */
  public void begin(Map<TopicPartition, Long> offsets) throws IOException {
    if (lastCommitted().isEmpty() && source.read(0).isEmpty()) {
      // the leading zero is Spark's
      source.write(0, "\0v1\n" + json(offsets));
    }
  }

  /**
   * Deletes what is said of batches that are not done, but for the first {@code keep} of them.
   * Spark plans at most one batch ahead; queries without batches note down the ends of several
   * epochs, which they reach at other offsets when they are started again.
   */
  public void forgetPlanned(int keep) throws IOException {
    long last = lastCommitted().orElse(-1) + keep;
    planned.numbers().tailSet(last, false).forEach(planned::delete);
  }

  /**
   * A query begins with this definition. Whatever was planned before is to be done as it was
   * planned.
   *
   * @return the batch that is planned and not done, if it was planned with another definition
   */
  public Optional<StartedBatch> adopt(String definition) throws IOException {
    long committed = lastCommitted().orElse(-1);
    long last = planned.last().orElse(-1);
    Optional<StartedBatch> begun =
        last > committed
            ? definitions
                .of(last)
                .filter(before -> !before.equals(definition))
                .map(before -> new StartedBatch(last, before))
            : Optional.empty();
    definitions.begin(Math.max(last, committed) + 1, definition);
    return begun;
  }

  /**
   * Lets a query with batches go on from what one without has left: Spark's batches begin with the
   * settings that the last batch was planned with, which epochs do not note down.
   */
  public void completeForBatches() throws IOException {
    OptionalLong last = planned.last();
    if (last.isEmpty()) {
      return;
    }
    String[] lines = planned.read(last.getAsLong()).orElse("").split("\n", -1);
    if (lines.length < 3 || !lines[1].isBlank()) {
      return;
    }
    lines[1] = "{\"batchWatermarkMs\":0,\"batchTimestampMs\":0,\"conf\":{}}";
    planned.write(last.getAsLong(), String.join("\n", lines));
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

  /** Something that could not be written, by any thread; reported once. */
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

  @Override
  public String toString() {
    return folder.toString();
  }
}
