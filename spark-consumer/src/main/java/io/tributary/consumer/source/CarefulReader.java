package io.tributary.consumer.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a partition record by record ({@link CarefulBatches}), so that a record that does not fit
 * into the memory is a dead letter instead of the end of the process. For one thread.
 */
final class CarefulReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CarefulReader.class);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final TopicPartition partition;
  private final Skips skips;
  private final BatchFetch fetch;
  private @Nullable CarefulBatches batches;
  private long next;

  /**
   * @param kafka settings of a consumer of Kafka's
   * @param from the offset of the first record
   */
  CarefulReader(TopicPartition partition, Map<String, Object> kafka, Skips skips, long from) {
    this.partition = partition;
    this.skips = skips.of(partition, from);
    this.fetch = new BatchFetch(partition, kafka);
    this.next = from;
  }

  /** The offset behind all that was read. */
  long position() {
    return next;
  }

  /**
   * The next record before an offset; none when there is none, when nothing comes within the limit,
   * or {@code stopped} says so.
   *
   * @param end exclusive
   * @param limit for what is there already, to come
   * @throws UnreadableRecordsException when what Kafka holds is no record
   * @throws OffsetOutOfRangeException when Kafka has removed the next record
   */
  @Nullable InternalRow read(long end, Duration limit, BooleanSupplier stopped) throws IOException {
    long begin = System.nanoTime();
    while (next < end) {
      if (batches == null) {
        if (stopped.getAsBoolean() || System.nanoTime() - begin > limit.toNanos()) {
          return null;
        }
        FetchResponseData.PartitionData fetched = fetched();
        if (fetched == null) {
          continue;
        }
        batches = new CarefulBatches(partition, fetched, next, skips);
      }
      InternalRow row = batches.read();
      next = Math.max(next, batches.position());
      if (row != null) {
        return next <= end ? row : null; // Kafka has none before it
      }
      batches.close();
      batches = null;
    }
    return null;
  }

  /** Nothing when the leader is away: as long as that takes, nothing comes. */
  private FetchResponseData.@Nullable PartitionData fetched() throws IOException {
    try {
      return fetch.from(next, LIMIT);
    } catch (InterruptedIOException stopped) {
      throw stopped;
    } catch (IOException away) {
      LOG.debug("cannot read {}", partition, away);
      return null;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while reading " + partition);
    }
  }

  @Override
  public void close() {
    if (batches != null) {
      batches.close();
    }
    fetch.close();
  }
}
