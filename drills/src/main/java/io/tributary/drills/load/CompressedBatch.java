package io.tributary.drills.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * A batch of Kafka's format 2, written record by record through zstd: a client that is told to
 * publish such records would have all of them in memory.
 */
final class CompressedBatch {
  private static final int CHUNK = 1 << 16;
  private static final int INITIAL_BYTES = 1 << 20;

  private CompressedBatch() {}

  /**
   * @param time of all of them, milliseconds since the epoch
   */
  static MemoryRecords of(List<Bomb> bombs, long time) throws IOException {
    ByteBufferOutputStream buffer = new ByteBufferOutputStream(INITIAL_BYTES);
    buffer.position(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
    try (DataOutputStream out =
        new DataOutputStream(
            Compression.zstd().build().wrapForOutput(buffer, RecordBatch.CURRENT_MAGIC_VALUE))) {
      for (int offset = 0; offset < bombs.size(); offset++) {
        write(bombs.get(offset), offset, out);
      }
    }
    ByteBuffer batch = buffer.buffer();
    batch.flip();
    int size = batch.limit();
    DefaultRecordBatch.writeHeader(
        batch,
        0,
        bombs.size() - 1,
        size,
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.ZSTD,
        TimestampType.CREATE_TIME,
        time,
        time,
        RecordBatch.NO_PRODUCER_ID,
        RecordBatch.NO_PRODUCER_EPOCH,
        RecordBatch.NO_SEQUENCE,
        false,
        false,
        false,
        RecordBatch.NO_PARTITION_LEADER_EPOCH,
        bombs.size());
    batch.position(0).limit(size);
    return MemoryRecords.readableRecords(batch);
  }

  private static void write(Bomb bomb, int offset, DataOutputStream out) throws IOException {
    int valueBytes = Math.toIntExact(bomb.valueBytes());
    int bytes =
        1
            + ByteUtils.sizeOfVarlong(0)
            + ByteUtils.sizeOfVarint(offset)
            + ByteUtils.sizeOfVarint(bomb.key().length)
            + bomb.key().length
            + ByteUtils.sizeOfVarint(valueBytes)
            + valueBytes
            + ByteUtils.sizeOfVarint(bomb.headers());
    for (int header = 0; header < bomb.headers(); header++) {
      byte[] name = name(header);
      bytes += ByteUtils.sizeOfVarint(name.length) + name.length + ByteUtils.sizeOfVarint(-1);
    }
    ByteUtils.writeVarint(bytes, out);
    out.write(0);
    ByteUtils.writeVarlong(0, out);
    ByteUtils.writeVarint(offset, out);
    ByteUtils.writeVarint(bomb.key().length, out);
    out.write(bomb.key());
    ByteUtils.writeVarint(valueBytes, out);
    out.write(bomb.head());
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) 'x');
    for (int left = bomb.padding(); left > 0; left -= CHUNK) {
      out.write(chunk, 0, Math.min(left, CHUNK));
    }
    out.write(bomb.tail());
    ByteUtils.writeVarint(bomb.headers(), out);
    for (int header = 0; header < bomb.headers(); header++) {
      byte[] name = name(header);
      ByteUtils.writeVarint(name.length, out);
      out.write(name);
      ByteUtils.writeVarint(-1, out);
    }
  }

  private static byte[] name(int header) {
    return ("h" + header).getBytes(UTF_8);
  }
}
