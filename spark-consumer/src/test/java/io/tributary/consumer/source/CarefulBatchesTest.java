package io.tributary.consumer.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CarefulBatchesTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 3);
  private static final long TIME = 1_700_000_000_000L;

  private static SimpleRecord record(String key, byte @Nullable [] value, Header... headers) {
    return new SimpleRecord(TIME, key.getBytes(UTF_8), value, headers);
  }

  private static MemoryRecords batch(long first, SimpleRecord... records) {
    return MemoryRecords.withRecords(first, CompressionType.ZSTD, records);
  }

  private static CarefulBatches read(long from, String skips, MemoryRecords... batches)
      throws Exception {
    return read(new FetchResponseData.PartitionData(), from, skips, batches);
  }

  private static CarefulBatches read(
      FetchResponseData.PartitionData fetched, long from, String skips, MemoryRecords... batches)
      throws Exception {
    int size = 0;
    for (MemoryRecords batch : batches) {
      size += batch.sizeInBytes();
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    for (MemoryRecords batch : batches) {
      all.put(batch.buffer().duplicate());
    }
    return new CarefulBatches(
        PARTITION,
        fetched.setRecords(MemoryRecords.readableRecords(all.flip())),
        from,
        Skips.parse(skips).of(PARTITION, from));
  }

  private static RecordRow row(CarefulBatches batches) throws Exception {
    return new RecordRow(Objects.requireNonNull(batches.read()));
  }

  /** Offset and first characters of each record. */
  private static List<String> all(CarefulBatches batches) throws Exception {
    List<String> found = new ArrayList<>();
    InternalRow row;
    while ((row = batches.read()) != null) {
      RecordRow record = new RecordRow(row);
      byte[] value = record.value();
      String text =
          record.isSkipped()
              ? "skipped"
              : record.isWhole()
                  ? value == null ? "none" : new String(value, UTF_8)
                  : record.unreadBytes() + " bytes";
      found.add(record.offset() + " " + text);
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void records_areAsKafkasConsumerReadsThem(CompressionType compression) throws Exception {
    MemoryRecords batch =
        MemoryRecords.withRecords(
            40,
            compression,
            record("a", "one".getBytes(UTF_8), new RecordHeader("run_id", "r".getBytes(UTF_8))),
            record("b", null),
            record("c", new byte[0]));
    CarefulBatches batches = read(40, "", batch);
    RecordRow first = row(batches);
    assertThat(first.position()).hasToString("events-3@40");
    assertThat(first.key()).isEqualTo("a".getBytes(UTF_8));
    assertThat(first.createTime()).isEqualTo(TIME);
    assertThat(first.headers())
        .containsExactly(Map.entry("run_id", ByteBuffer.wrap("r".getBytes(UTF_8))));
    assertThat(first.isWhole()).isTrue();
    assertThat(all(batches)).containsExactly("41 none", "42 ");
    assertThat(batches.position()).isEqualTo(43);
  }

  @Test
  void read_beginsInTheMiddleOfABatch() throws Exception {
    MemoryRecords batch =
        batch(40, record("a", "1".getBytes(UTF_8)), record("b", "2".getBytes(UTF_8)));
    assertThat(all(read(41, "", batch))).containsExactly("41 2");
  }

  @Test
  void valueThatIsTooLarge_isLeftOut_andItsNeighboursAreThere() throws Exception {
    MemoryRecords batch =
        batch(
            7,
            record("a", "before".getBytes(UTF_8)),
            record("b", new byte[CarefulBatches.MAX_VALUE_BYTES + 1]),
            record("c", "behind".getBytes(UTF_8)));
    assertThat(all(read(7, "", batch)))
        .containsExactly(
            "7 before",
            String.format(Locale.ROOT, "8 %d bytes", CarefulBatches.MAX_VALUE_BYTES + 1),
            "9 behind");
  }

  @Test
  void headersWithoutEnd_areLeftOut_andTheValueIsThere() throws Exception {
    Header[] headers = new Header[20];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new RecordHeader("h" + i, new byte[1 << 20]);
    }
    MemoryRecords batch =
        batch(0, record("a", "1".getBytes(UTF_8), headers), record("b", "2".getBytes(UTF_8)));
    CarefulBatches batches = read(0, "", batch);
    RecordRow first = row(batches);
    assertThat(first.value()).isEqualTo("1".getBytes(UTF_8));
    assertThat(first.headers()).containsOnlyKeys("");
    assertThat(all(batches)).containsExactly("1 2");
  }

  @Test
  void skippedRecord_isOneThatWasNotRead_withItsKeyAndItsTime() throws Exception {
    MemoryRecords batch =
        batch(5, record("a", "1".getBytes(UTF_8)), record("b", "2".getBytes(UTF_8)));
    CarefulBatches batches = read(5, "events-3@6,events-2@5", batch);
    assertThat(row(batches).isSkipped()).isFalse();
    RecordRow skipped = row(batches);
    assertThat(skipped.isSkipped()).isTrue();
    assertThat(skipped.key()).isEqualTo("b".getBytes(UTF_8));
    assertThat(skipped.value()).isNull();
    assertThat(skipped.createTime()).isEqualTo(TIME);
  }

  @Test
  void skippedBatch_hasItsKeysAndTimes_whenItIsNotBroken() throws Exception {
    MemoryRecords batch = batch(5, record("a", "1".getBytes(UTF_8)));
    RecordRow skipped = row(read(5, "events-3@5", batch));
    assertThat(skipped.isSkipped()).isTrue();
    assertThat(skipped.key()).isEqualTo("a".getBytes(UTF_8));
  }

  /** One whose last byte is another than it was written with. */
  private static MemoryRecords broken(MemoryRecords batch) {
    ByteBuffer bytes = batch.buffer();
    bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ 1));
    return batch;
  }

  @Test
  void brokenBatch_isNamed_withTheOptionThatGoesOnBehindIt() throws Exception {
    MemoryRecords good = batch(3, record("a", "1".getBytes(UTF_8)));
    MemoryRecords bad = broken(batch(4, record("a", "1".getBytes(UTF_8)), record("b", null)));
    CarefulBatches batches = read(3, "", good, bad);
    assertThat(batches.read()).isNotNull();
    assertThatThrownBy(batches::read)
        .isInstanceOf(UnreadableRecordsException.class)
        .hasMessageContainingAll("events-3@4..5 cannot be read", "--skip events-3@4..5");
  }

  @Test
  void brokenBatch_isNotOpened_whenAllOfItIsSkipped() throws Exception {
    MemoryRecords bad = broken(batch(4, record("a", "1".getBytes(UTF_8)), record("b", null)));
    MemoryRecords good = batch(6, record("c", "2".getBytes(UTF_8)));
    CarefulBatches batches = read(4, "events-3@4..5", bad, good);
    RecordRow first = row(batches);
    assertThat(first.isSkipped()).isTrue();
    assertThat(first.createTime()).as("the batch's").isEqualTo(TIME);
    assertThat(all(batches)).containsExactly("5 skipped", "6 2");
  }

  @Test
  void brokenBatch_isNamed_whenOnlySomeOfItIsSkipped() throws Exception {
    MemoryRecords bad = broken(batch(4, record("a", "1".getBytes(UTF_8)), record("b", null)));
    assertThatThrownBy(() -> read(4, "events-3@4", bad).read())
        .isInstanceOf(UnreadableRecordsException.class);
  }

  @Test
  void abortedTransactions_areNotThere_norMarkers() throws Exception {
    long producer = 99;
    short epoch = 0;
    MemoryRecords aborted =
        MemoryRecords.withTransactionalRecords(
            0, CompressionType.ZSTD, producer, epoch, 0, 0, record("a", "1".getBytes(UTF_8)));
    MemoryRecords abort =
        MemoryRecords.withEndTransactionMarker(
            1, TIME, 0, producer, epoch, new EndTransactionMarker(ControlRecordType.ABORT, 0));
    MemoryRecords kept =
        MemoryRecords.withTransactionalRecords(
            2, CompressionType.ZSTD, producer, epoch, 1, 0, record("b", "2".getBytes(UTF_8)));
    MemoryRecords commit =
        MemoryRecords.withEndTransactionMarker(
            3, TIME, 0, producer, epoch, new EndTransactionMarker(ControlRecordType.COMMIT, 0));
    FetchResponseData.PartitionData fetched =
        new FetchResponseData.PartitionData()
            .setAbortedTransactions(
                List.of(
                    new FetchResponseData.AbortedTransaction()
                        .setProducerId(producer)
                        .setFirstOffset(0)));
    CarefulBatches batches = read(fetched, 0, "", aborted, abort, kept, commit);
    assertThat(all(batches)).containsExactly("2 2");
    assertThat(batches.position()).isEqualTo(4);
  }
}
