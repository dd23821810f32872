package io.tributary.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  private Checkpoint checkpoint() {
    return new Checkpoint(folder.resolve("users").toString(), new Configuration());
  }

  private void file(String name, String content) throws IOException {
    Path file = folder.resolve("users").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void lock_isTakenOnce_whenTheCheckpointIsOnALocalDisk() throws Exception {
    String users = folder.resolve("users").toString();
    CheckpointLock first = Checkpoint.lock(users, new Configuration()).orElseThrow();
    try (first) {
      assertThatThrownBy(() -> Checkpoint.lock("file:" + users, new Configuration()))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("another consumer uses the checkpoint");
    }
  }

  @Test
  void lock_isNone_whenAPathWithoutASchemeIsNotOnALocalDisk() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.defaultFS", "hdfs://names:8020");
    String users = folder.resolve("users").toString();
    assertThat(Checkpoint.lock(users, hadoop)).isEmpty();
    assertThat(folder).isEmptyDirectory();
    CheckpointLock local = Checkpoint.lock("file:" + users, hadoop).orElseThrow();
    local.close();
  }

  @Test
  void checkpoint_saysNothing_whenThereIsNone() throws Exception {
    assertThat(checkpoint().exists()).isFalse();
    assertThat(checkpoint().lastCommitted()).isEmpty();
    assertThat(checkpoint().positions()).isEmpty();
  }

  @Test
  void positions_areTheEndOfTheLastBatchThatIsDone_byNumberNotByName() throws Exception {
    file("offsets/9", "v1\n{\"batchWatermarkMs\":0}\n{\"users\":{\"0\":90,\"1\":91}}");
    file("offsets/10", "v1\n{\"batchWatermarkMs\":0}\n{\"users\":{\"0\":100,\"1\":101}}");
    file("offsets/11", "v1\n{\"batchWatermarkMs\":0}\n{\"users\":{\"0\":110,\"1\":111}}");
    file("commits/9", "v1\n{}");
    file("commits/10", "v1\n{}");
    file("commits/.11.tmp", "v1");
    assertThat(checkpoint().exists()).isTrue();
    assertThat(checkpoint().lastCommitted()).hasValue(10);
    assertThat(checkpoint().positions())
        .containsOnlyKeys(new TopicPartition("users", 0), new TopicPartition("users", 1))
        .containsEntry(new TopicPartition("users", 0), 100L)
        .containsEntry(new TopicPartition("users", 1), 101L);
  }

  @Test
  void positions_areTheFirstOffsets_whenNoBatchIsDone() throws Exception {
    file("sources/0/0", "\0v1\n{\"users\":{\"0\":7}}");
    file("offsets/0", "v1\n{}\n{\"users\":{\"0\":9}}");
    assertThat(checkpoint().positions()).containsEntry(new TopicPartition("users", 0), 7L);
  }

  @Test
  void begin_isNotedAsSparkDoes_andNeverChanged() throws Exception {
    TopicPartition users = new TopicPartition("users", 0);
    checkpoint().begin(Map.of(users, 7L));
    assertThat(checkpoint().exists()).isTrue();
    checkpoint().begin(Map.of(users, 9L));
    assertThat(checkpoint().positions()).containsOnly(Map.entry(users, 7L));
    assertThat(folder.resolve("users/sources/0/0")).hasContent("\0v1\n{\"users\":{\"0\":7}}");
  }

  @Test
  void adopt_findsNothing_whenNoBatchIsHalfWritten() throws Exception {
    assertThat(checkpoint().adopt("first")).isEmpty();
    file("offsets/0", "v1\n{}\n{}");
    file("commits/0", "v1\n{}");
    assertThat(checkpoint().adopt("second")).isEmpty();
  }

  @Test
  void adopt_findsTheBatchThatWasBegunWithAnotherDefinition_untilItIsDone() throws Exception {
    checkpoint().adopt("first");
    file("offsets/0", "v1\n{}\n{}");
    assertThat(checkpoint().adopt("first")).isEmpty();
    assertThat(checkpoint().adopt("second")).contains(new StartedBatch(0, "first"));
    // started again and again, and with yet another one, before the batch is done
    assertThat(checkpoint().adopt("second")).contains(new StartedBatch(0, "first"));
    assertThat(checkpoint().adopt("third")).contains(new StartedBatch(0, "first"));

    file("commits/0", "v1\n{}");
    file("offsets/1", "v1\n{}\n{}");
    assertThat(checkpoint().adopt("third")).isEmpty();
    assertThat(checkpoint().adopt("first")).contains(new StartedBatch(1, "third"));
  }

  @Test
  void adopt_forgetsWhatNobodyCanAskFor() throws Exception {
    for (int batch = 0; batch < 5; batch++) {
      checkpoint().adopt("definition of " + batch);
      file("offsets/" + batch, "v1\n{}\n{}");
      file("commits/" + batch, "v1\n{}");
    }
    try (Stream<Path> kept = Files.list(folder.resolve("users/definitions"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("3", "4");
    }
    // a query without batches drops what was planned, and the next batch has that number again
    file("offsets/5", "v1\n{}\n{}");
    checkpoint().adopt("planned with six");
    checkpoint().forgetPlanned(0);
    checkpoint().adopt("five");
    file("offsets/5", "v1\n{}\n{}");
    file("commits/5", "v1\n{}");
    file("offsets/6", "v1\n{}\n{}");
    assertThat(checkpoint().adopt("seven")).contains(new StartedBatch(6, "five"));
  }

  @Test
  void forgetPlanned_deletesTheEndsOfEpochsThatWereNotCommitted() throws Exception {
    for (int epoch = 9; epoch < 13; epoch++) {
      file("offsets/" + epoch, String.format(Locale.ROOT, "v1\n\n{\"users\":{\"0\":%d}}", epoch));
    }
    file("commits/9", "v1\n{}");
    checkpoint().forgetPlanned(1);
    assertThat(folder.resolve("users/offsets/10")).exists();
    assertThat(folder.resolve("users/offsets/11")).doesNotExist();
    assertThat(folder.resolve("users/offsets/12")).doesNotExist();
    checkpoint().forgetPlanned(0);
    assertThat(folder.resolve("users/offsets/9")).exists();
    assertThat(folder.resolve("users/offsets/10")).doesNotExist();
  }

  @Test
  void forgetPlanned_deletesAll_whenNothingWasEverCommitted() throws Exception {
    file("offsets/0", "v1\n\n{}");
    checkpoint().forgetPlanned(0);
    assertThat(folder.resolve("users/offsets/0")).doesNotExist();
  }

  @Test
  void completeForBatches_addsWhatEpochsDoNotNoteDown_andNothingElse() throws Exception {
    file("offsets/9", "v1\n\n{\"users\":{\"0\":9}}");
    checkpoint().completeForBatches();
    String completed = Files.readString(folder.resolve("users/offsets/9"));
    assertThat(completed)
        .startsWith("v1\n{\"batchWatermarkMs\":0,")
        .endsWith("{\"users\":{\"0\":9}}");
    file("offsets/10", "v1\n{\"batchWatermarkMs\":5}\n{\"users\":{\"0\":10}}");
    checkpoint().completeForBatches();
    assertThat(folder.resolve("users/offsets/10"))
        .hasContent("v1\n{\"batchWatermarkMs\":5}\n{\"users\":{\"0\":10}}");
  }

  @Test
  void moveAside_keepsTheContentUnderAnotherName() throws Exception {
    file("offsets/0", "v1\n{}\n{}");
    String aside = checkpoint().moveAside();
    assertThat(checkpoint().exists()).isFalse();
    assertThat(Path.of(aside).resolve("offsets/0")).exists();
  }

  @Test
  void delete_takesEverything() throws Exception {
    file("offsets/0", "v1\n{}\n{}");
    checkpoint().delete();
    assertThat(folder.resolve("users")).doesNotExist();
  }

  @Test
  void lock_isRefused_whileAnotherHasIt() throws Exception {
    Path users = folder.resolve("new/users");
    CheckpointLock first = CheckpointLock.take(users);
    assertThatThrownBy(() -> CheckpointLock.take(users))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("another consumer uses the checkpoint " + users)
        .hasMessageContaining("CHECKPOINT_DIR");
    CheckpointLock.take(folder.resolve("new/others")).close();
    first.close();
    CheckpointLock.take(users).close();
  }
}
