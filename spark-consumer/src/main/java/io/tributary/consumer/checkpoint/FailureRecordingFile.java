package io.tributary.consumer.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;

/** A file of which every failure to write it is noted, see {@link FailedWrites}. */
final class FailureRecordingFile extends CancellableFSDataOutputStream {
  private final CancellableFSDataOutputStream file;

  FailureRecordingFile(Path path, CancellableFSDataOutputStream file) {
    super(new Noted(path, file));
    this.file = file;
  }

  @Override
  public void cancel() {
    file.cancel();
  }

  private static final class Noted extends FilterOutputStream {
    private final Path path;

    Noted(Path path, OutputStream file) {
      super(file);
      this.path = path;
    }

    @Override
    public void write(int oneByte) throws IOException {
      noted(() -> out.write(oneByte));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      noted(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      noted(out::flush);
    }

    @Override
    public void close() throws IOException {
      noted(out::close);
    }

    private void noted(SneakyThrow.Action writing) throws IOException {
      try {
        writing.run();
      } catch (IOException failed) {
        FailedWrites.note(path, failed);
        throw failed;
      }
    }
  }
}
