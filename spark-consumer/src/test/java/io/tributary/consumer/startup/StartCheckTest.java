package io.tributary.consumer.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.consumer.checkpoint.Checkpoint;
import io.tributary.consumer.topics.Retained;
import io.tributary.consumer.topics.StartingPoint;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);

  @TempDir Path folder;
  private Pipeline pipeline;
  private Checkpoint checkpoint;

  @BeforeEach
  void load() throws Exception {
    pipeline = Pipeline.load(Path.of("src/test/resources/events.yaml"));
    checkpoint = new Checkpoint(folder.resolve("small").toString(), new Configuration());
  }

  private StartingPoint check(Optional<StartingPoint> from, long firstInKafka, boolean hasRows)
      throws CommandFailedException, UsageException, IOException {
    StartCheck check = new StartCheck(from, Map.of(PARTITION, new Retained(firstInKafka, 1_000)));
    StartingPoint beginning = check.of(pipeline, checkpoint, hasRows);
    check.makeRoom(pipeline, checkpoint);
    return beginning;
  }

  private void readUpTo(long offset) throws IOException {
    Files.createDirectories(folder.resolve("small/offsets"));
    Files.createDirectories(folder.resolve("small/commits"));
    Files.writeString(
        folder.resolve("small/offsets/0"),
        String.format(Locale.ROOT, "v1\n{}\n{\"events\":{\"0\":%d}}", offset));
    Files.writeString(folder.resolve("small/commits/0"), "v1\n{}");
  }

  @Test
  void start_isAtTheOldestRecord_whenNothingWasWrittenBefore() throws Exception {
    assertThat(check(Optional.empty(), 0, false)).isEqualTo(StartingPoint.EARLIEST);
    assertThat(check(Optional.of(StartingPoint.LATEST), 0, false)).isEqualTo(StartingPoint.LATEST);
  }

  @Test
  void start_isRefusedWithTheChoices_whenTheCheckpointIsMissingAndRowsAreThere() {
    assertThatThrownBy(() -> check(Optional.empty(), 0, true))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(folder.resolve("small").toString())
        .hasMessageContaining("small.events has rows")
        .hasMessageContaining("--from earliest")
        .hasMessageContaining("--from latest")
        .hasMessageContaining("--from events-0@OFFSET");
  }

  @Test
  void start_isWhereTheUserSays_whenTheCheckpointIsMissingAndRowsAreThere() throws Exception {
    assertThat(check(Optional.of(StartingPoint.LATEST), 0, true)).isEqualTo(StartingPoint.LATEST);
  }

  @Test
  void start_isAtTheOffsetsThatTheUserNames_whenTheyAreOfThePipeline() throws Exception {
    Optional<StartingPoint> offsets = Optional.of(StartingPoint.parse("events-0@70"));
    assertThat(check(offsets, 0, true)).isEqualTo(offsets.get());

    Optional<StartingPoint> anothers = Optional.of(StartingPoint.parse("others-0@70"));
    assertThatThrownBy(() -> check(anothers, 0, true)).isInstanceOf(CommandFailedException.class);
  }

  @Test
  void start_isByTheCheckpoint_whateverTheUserSays_whenItIsGood() throws Exception {
    readUpTo(100);
    check(Optional.of(StartingPoint.LATEST), 100, true);
    assertThat(checkpoint.exists()).isTrue();
  }

  @Test
  void offsetsThatKafkaNoLongerHas_areRefusedOnlyWhereTheyAreBegunWith() throws Exception {
    Optional<StartingPoint> old = Optional.of(StartingPoint.parse("events-0@70"));
    assertThatThrownBy(() -> check(old, 100, true))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the offsets from 100 on");

    readUpTo(100);
    check(old, 100, true);
    assertThatThrownBy(() -> check(old, 400, true)).isInstanceOf(UsageException.class);
    assertThat(checkpoint.exists()).isTrue();
  }

  @Test
  void start_isRefusedWithTheRanges_whenRecordsAreLost() throws Exception {
    readUpTo(100);
    assertThatThrownBy(() -> check(Optional.empty(), 400, true))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("events-0 offsets 100 to 399 (300 records)")
        .hasMessageContaining("--from earliest");
    assertThat(checkpoint.exists()).isTrue();
  }

  @Test
  void start_keepsTheOldCheckpointAside_whenRecordsAreLostAndTheUserSaysWhereToGoOn()
      throws Exception {
    readUpTo(100);
    assertThat(check(Optional.of(StartingPoint.EARLIEST), 400, true))
        .isEqualTo(StartingPoint.EARLIEST);
    assertThat(checkpoint.exists()).isFalse();
    try (var left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .singleElement()
          .asString()
          .startsWith("small.lost-");
    }
  }
}
