package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProbeTest {
  @TempDir private Path folder;

  @Test
  void localDisk_isGoodEnough_andLeftAsItWas() throws Exception {
    FolderProbe.check(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void fileSystem_isRefusedWithTheWayOn_whenItCannotDoWhatServersNeed() {
    assertThatThrownBy(
            () ->
                FolderProbe.tried(
                    folder,
                    "map files into memory",
                    () -> {
                      throw new IOException("Invalid argument");
                    }))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            folder.toString(), "cannot map files into memory (Invalid argument)", "--data");
  }
}
