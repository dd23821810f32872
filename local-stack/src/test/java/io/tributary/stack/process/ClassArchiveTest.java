package io.tributary.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  @TempDir private Path folder;
  private Path jar;
  private ClassArchive archive;

  @BeforeEach
  void build() throws Exception {
    jar = Files.writeString(folder.resolve("service.jar"), "classes");
    archive = new ClassArchive(folder.resolve("classes.jsa"), List.of(jar));
  }

  /** As a JVM does that was told so. */
  private Path written() throws Exception {
    String option =
        archive.toMake().stream()
            .filter(word -> word.startsWith("-XX:SharedArchiveFile="))
            .findFirst()
            .orElseThrow();
    return Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "archive");
  }

  @Test
  void archive_isCurrent_onceItWasMadeAndKept() throws Exception {
    assertThat(archive.isCurrent()).isFalse();
    written();
    assertThat(archive.isCurrent()).as("half of it may be there").isFalse();
    archive.keep();
    assertThat(archive.isCurrent()).isTrue();
    assertThat(archive.toUse()).contains("-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"));
  }

  @Test
  void archive_isNotCurrent_whenAJarWasBuiltAfterIt() throws Exception {
    written();
    archive.keep();
    FileTime made = Files.getLastModifiedTime(folder.resolve("classes.jsa"));
    Files.setLastModifiedTime(jar, FileTime.fromMillis(made.toMillis() + 1_000));
    assertThat(archive.isCurrent()).isFalse();
    Files.delete(jar);
    assertThat(archive.isCurrent()).isFalse();
  }

  @Test
  void forget_leavesNothingOfAKilledJvm() throws Exception {
    written();
    archive.forget();
    archive.keep();
    assertThat(folder).isDirectoryNotContaining("glob:**.jsa*");
  }
}
