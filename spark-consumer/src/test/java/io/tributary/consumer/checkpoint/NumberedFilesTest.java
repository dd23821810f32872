package io.tributary.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedFilesTest {
  @TempDir Path folder;

  @Test
  void numbers_areThoseOfItsFiles_andLastTheGreatest() throws Exception {
    NumberedFiles files = on(ours());
    assertThat(files.numbers()).isEmpty();
    assertThat(files.last()).isEmpty();
    files.write(9, "nine");
    files.write(10, "ten");
    Files.writeString(folder.resolve("files/.11.tmp"), "on its way");
    assertThat(files.numbers()).containsExactly(9L, 10L);
    assertThat(files.last()).hasValue(10);
    assertThat(files.read(9)).contains("nine");
    files.delete(9);
    assertThat(files.read(9)).isEmpty();
  }

  @Test
  void write_leavesWhatWasThere_whenTheDiskIsFull() throws Exception {
    on(ours()).write(3, "the whole of it");
    assertThatThrownBy(() -> on(full()).write(3, "something else"))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(on(ours()).read(3)).contains("the whole of it");
    assertThat(folder.resolve("files")).isDirectoryNotContaining("glob:**tmp");
  }

  private NumberedFiles on(CheckpointFileManager manager) {
    return new NumberedFiles(
        new org.apache.hadoop.fs.Path(folder.resolve("files").toString()), manager);
  }

  private CheckpointFileManager ours() {
    return new NioFiles(new org.apache.hadoop.fs.Path(folder.toString()));
  }

  /** Ours on a disk that takes nothing. */
  private CheckpointFileManager full() {
    CheckpointFileManager ours = ours();
    return (CheckpointFileManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CheckpointFileManager.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(ours, arguments);
                return answer instanceof CancellableFSDataOutputStream out ? full(out) : answer;
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  private static CancellableFSDataOutputStream full(CancellableFSDataOutputStream real) {
    return new CancellableFSDataOutputStream(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void close() throws IOException {
            real.close();
          }
        }) {
      @Override
      public void cancel() {
        real.cancel();
      }
    };
  }
}
