package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderIT {
  @TempDir private Path folder;

  @Test
  void take_isRefused_whenTheFolderIsTaken() throws Exception {
    Path data = folder.resolve("data");
    try (DataFolder first = DataFolder.take(data)) {
      assertThat(first.path()).isEqualTo(data);
      assertThatThrownBy(() -> DataFolder.take(data))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    DataFolder.take(data).close();
  }

  @Test
  void take_isRefused_whenTheFolderIsSomebodyElses() throws Exception {
    Path theirs = Files.writeString(folder.resolve("thesis.txt"), "chapter 1");
    assertThatThrownBy(() -> DataFolder.take(folder)).isInstanceOf(UsageException.class);
    assertThat(folder).isDirectoryContaining(theirs::equals);
    assertThatThrownBy(() -> DataFolder.take(theirs)).isInstanceOf(UsageException.class);
  }

  @Test
  void startOver_deletesOurDataOnly() throws Exception {
    Path data = folder.resolve("data");
    DataFolder.take(data).close();
    Path ours = Files.createDirectories(data.resolve("kafka/logs/t-0")).resolve("0.log");
    Files.writeString(ours, "records");
    Path theirs = Files.writeString(data.resolve("notes.txt"), "mine");
    try (DataFolder taken = DataFolder.take(data)) {
      taken.startOver();
    }
    assertThat(data.resolve("kafka")).doesNotExist();
    assertThat(theirs).exists();
  }
}
