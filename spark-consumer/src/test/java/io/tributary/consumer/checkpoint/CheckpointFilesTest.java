package io.tributary.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Spark relies on, held against Spark's own files and ours. */
class CheckpointFilesTest {
  @TempDir Path folder;

  private enum Kind {
    OURS,
    SPARKS
  }

  private CheckpointFileManager files(Kind kind) {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(folder.toString());
    return kind == Kind.OURS
        ? new LocalCheckpointFiles(root, new Configuration())
        : CheckpointFileManager.create(root, new Configuration());
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.toUri().toString(), name);
  }

  private static void write(
      CheckpointFileManager files, org.apache.hadoop.fs.Path path, boolean overwrite, String text)
      throws Exception {
    try (CancellableFSDataOutputStream out = files.createAtomic(path, overwrite)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(CheckpointFileManager files, org.apache.hadoop.fs.Path path)
      throws Exception {
    try (FSDataInputStream in = files.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Stream<String> names() throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @EnumSource
  void createAtomic_showsTheFile_onlyWhenItIsClosed(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    try (CancellableFSDataOutputStream out = files.createAtomic(path("0"), false)) {
      out.write(1);
      out.flush();
      assertThat(files.exists(path("0"))).isFalse();
    }
    assertThat(files.exists(path("0"))).isTrue();
    assertThat(names()).containsExactly("0");
  }

  @Test
  void failedWrite_isKnownToItsCheckpointOnce_whenSparkDoesNotTell() throws Exception {
    Checkpoint checkpoint = new Checkpoint(folder.toString(), new Configuration());
    Files.createDirectory(folder.resolve("offsets"));
    write(files(Kind.OURS), path("offsets/0"), false, "good");
    assertThat(checkpoint.takeFailedWrite()).isEmpty();

    CancellableFSDataOutputStream late = files(Kind.OURS).createAtomic(path("offsets/0"), false);
    assertThatThrownBy(late::close).isInstanceOf(FileAlreadyExistsException.class);
    Files.writeString(folder.resolve("commits"), "a file, no folder");
    assertThatThrownBy(() -> files(Kind.OURS).createAtomic(path("commits/0"), false))
        .isInstanceOf(IOException.class);

    Checkpoint other = new Checkpoint(folder + "-2", new Configuration());
    assertThat(other.takeFailedWrite()).isEmpty();
    assertThat(checkpoint.takeFailedWrite()).isPresent();
    assertThat(checkpoint.takeFailedWrite()).isPresent();
    assertThat(checkpoint.takeFailedWrite()).isEmpty();
  }

  @Test
  void failedWrite_isKnown_whenTheCheckpointsPathIsRelative() {
    Path relative = Path.of("").toAbsolutePath().relativize(folder);
    Checkpoint checkpoint = new Checkpoint(relative.toString(), new Configuration());
    assertThatThrownBy(() -> files(Kind.OURS).createAtomic(path("offsets/0"), false))
        .isInstanceOf(IOException.class);
    assertThat(checkpoint.takeFailedWrite()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void createAtomic_leavesTheFile_whenItIsThereAndMustNotBeOverwritten(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    write(files, path("0"), false, "first");
    CancellableFSDataOutputStream second = files.createAtomic(path("0"), false);
    second.write(1);
    assertThatThrownBy(second::close).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(files, path("0"))).isEqualTo("first");
  }

  @ParameterizedTest
  @EnumSource
  void createAtomic_replacesTheFile_whenItMayBeOverwritten(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    write(files, path("0"), true, "first, and longer");
    write(files, path("0"), true, "second");
    assertThat(read(files, path("0"))).isEqualTo("second");
    assertThat(names()).containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource
  void cancel_leavesNothing(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    CancellableFSDataOutputStream out = files.createAtomic(path("0"), false);
    out.write(1);
    out.cancel();
    out.cancel();
    assertThat(files.exists(path("0"))).isFalse();
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void open_throwsFileNotFound_whenThereIsNone(Kind kind) {
    CheckpointFileManager files = files(kind);
    assertThatThrownBy(() -> files.open(path("0"))).isInstanceOf(FileNotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource
  void list_hasWhatTheFilterAccepts(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    write(files, path("10"), false, "ten");
    write(files, path("9"), false, "nine");
    files.mkdirs(path("deep/deeper"));
    FileStatus[] all = files.list(new org.apache.hadoop.fs.Path(folder.toUri()));
    assertThat(Arrays.stream(all).map(status -> status.getPath().getName()))
        .containsExactlyInAnyOrder("10", "9", "deep");
    assertThat(all)
        .allSatisfy(
            status -> {
              assertThat(status.isDirectory()).isEqualTo(status.getPath().getName().equals("deep"));
              if (status.isFile()) {
                assertThat(status.getLen())
                    .isEqualTo(status.getPath().getName().equals("10") ? 3 : 4);
              }
            });
    assertThat(
            files.list(
                new org.apache.hadoop.fs.Path(folder.toUri()), name -> name.getName().equals("9")))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void list_throwsFileNotFound_whenThereIsNoFolder(Kind kind) {
    CheckpointFileManager files = files(kind);
    assertThatThrownBy(() -> files.list(path("none"))).isInstanceOf(FileNotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource
  void delete_takesAFolderWithAllInIt_andWhatIsNotThere(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    files.mkdirs(path("deep/deeper"));
    write(files, path("deep/deeper/0"), false, "zero");
    files.delete(path("deep"));
    files.delete(path("deep"));
    assertThat(files.exists(path("deep"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void createCheckpointDirectory_givesTheFoldersFullName(Kind kind) throws Exception {
    CheckpointFileManager files = files(kind);
    assertThat(files.createCheckpointDirectory()).hasToString("file:" + folder);
    assertThat(files.isLocal()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void files_readWhatTheOtherKindWrote(Kind kind) throws Exception {
    write(files(kind), path("0"), false, "zero");
    Kind other = kind == Kind.OURS ? Kind.SPARKS : Kind.OURS;
    assertThat(read(files(other), path("0"))).isEqualTo("zero");
    write(files(other), path("0"), true, "other");
    assertThat(read(files(kind), path("0"))).isEqualTo("other");
  }

  @Test
  void stream_canBeReadAnywhere() throws Exception {
    CheckpointFileManager files = files(Kind.OURS);
    write(files, path("0"), false, "0123456789");
    try (FSDataInputStream in = files.open(path("0"))) {
      in.seek(4);
      assertThat(in.getPos()).isEqualTo(4);
      assertThat(in.read()).isEqualTo('4');
      byte[] two = new byte[2];
      in.readFully(8, two);
      assertThat(two).containsExactly('8', '9');
      assertThat(in.read()).as("the position stays").isEqualTo('5');
    }
  }

  @Test
  void isLocal_isFalse_whenTheDefaultFileSystemIsAnother() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.defaultFS", "hdfs://namenode:8020");
    assertThat(LocalCheckpointFiles.isLocal(new org.apache.hadoop.fs.Path("/tmp/x"), hadoop))
        .isFalse();
    assertThat(LocalCheckpointFiles.isLocal(new org.apache.hadoop.fs.Path("file:/tmp/x"), hadoop))
        .isTrue();
  }
}
