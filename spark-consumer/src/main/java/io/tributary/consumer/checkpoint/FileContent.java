package io.tributary.consumer.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;

/** A file read whole, as Hadoop's streams want it. Checkpoint files are small. */
final class FileContent extends ByteArrayInputStream implements Seekable, PositionedReadable {

  FileContent(byte[] bytes) {
    super(bytes);
  }

  @Override
  public synchronized void seek(long position) throws IOException {
    if (position < 0 || position > count) {
      throw new EOFException("no position " + position + " in " + count + " bytes");
    }
    pos = (int) position;
  }

  @Override
  public synchronized long getPos() {
    return pos;
  }

  @Override
  public boolean seekToNewSource(long position) {
    return false;
  }

  @Override
  public synchronized int read(long position, byte[] buffer, int offset, int length) {
    if (position < 0 || position >= count) {
      return -1;
    }
    int read = (int) Math.min(length, count - position);
    System.arraycopy(buf, (int) position, buffer, offset, read);
    return read;
  }

  @Override
  public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
    if (read(position, buffer, offset, length) < length) {
      throw new EOFException(String.format(Locale.ROOT, "no %d bytes at %d", length, position));
    }
  }

  @Override
  public void readFully(long position, byte[] buffer) throws IOException {
    readFully(position, buffer, 0, buffer.length);
  }
}
