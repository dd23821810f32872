package io.tributary.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.refusal.Refusal;
import io.tributary.model.topic.RecordSizes;
import io.tributary.producer.source.FetchedPage;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a run's records: events to the pipeline's topic, rejected records to the topic beside
 * it. One thread publishes; any thread may look at what was acknowledged.
 */
public final class EventPublisher {
  private static final int LONGEST_DETAIL = 1_000;

  private final Pipeline pipeline;
  private final Producer<byte[], byte[]> kafka;
  private final EarlierAttempts earlierTries;
  private final CreateTimes times = new CreateTimes();
  private final Pace pace;
  private final Acknowledgements acknowledgements;
  private final byte[] runId;
  private final byte[] pipelineName;
  private final EventEncoder encoder;
  private final byte @Nullable [] schemaId;
  private final AtomicLong sent = new AtomicLong();
  private volatile @Nullable FirstRejection firstRejection;

  /** Unknown until it is needed: most runs reject nothing. */
  private @Nullable Map<RejectedRecord, RecordPosition> filed;

  /**
   * @param kafka closed by {@link #close}
   * @param earlierTries asked once, before the run's first rejected record is published
   * @param rate records per second; none for as fast as Kafka takes them
   * @param encoder makes the records' values of the events
   */
  public EventPublisher(
      Pipeline pipeline,
      String runId,
      Producer<byte[], byte[]> kafka,
      EarlierAttempts earlierTries,
      OptionalDouble rate,
      Ticker ticker,
      EventEncoder encoder) {
    this.pipeline = pipeline;
    this.kafka = kafka;
    this.earlierTries = earlierTries;
    this.acknowledgements =
        new Acknowledgements(pipeline.event().fields().stream().map(Field::name).toList());
    this.pace = new Pace(rate, ticker);
    this.runId = runId.getBytes(UTF_8);
    this.pipelineName = pipeline.name().getBytes(UTF_8);
    this.encoder = encoder;
    this.schemaId = encoder.header().orElse(null);
  }

  /** Hands every record of a page to Kafka, waiting where its buffer is full. */
  public void publish(FetchedPage page) throws DeliveryFailedException, InterruptedException {
    times.startPage(page.fetchedAt());
    for (int index = 0; index < page.records().size(); index++) {
      pace.await();
      MappedRecord record = encoded(page.records().get(index));
      if (record instanceof MappedRecord.Rejected rejected && firstRejection == null) {
        firstRejection = FirstRejection.of(page.number(), index, rejected);
      }
      send(record, page.cursor(index));
    }
  }

  /** Returns when every record was acknowledged. */
  public void flush() throws DeliveryFailedException, InterruptedException {
    try {
      kafka.flush();
    } catch (InterruptException interrupted) {
      throw DeliveryFailedException.asInterruption(interrupted);
    } catch (KafkaException failure) {
      throw failed(failure);
    }
    throwIfFailed();
  }

  /** Gives what is under way at most {@code limit} to be acknowledged, and ends. */
  public void close(Duration limit) {
    try {
      kafka.close(limit);
    } catch (KafkaException failure) {
      acknowledgements.failed(failure);
    }
  }

  /** Records handed to Kafka, in this try or an earlier one. */
  public long sent() {
    return sent.get();
  }

  /** Events acknowledged. */
  public long published() {
    return acknowledgements.in(pipeline.topic().name());
  }

  /** Rejected records acknowledged. */
  public long rejected() {
    return acknowledgements.in(pipeline.topic().rejected());
  }

  /** Where the acknowledged records are. */
  public List<OffsetRange> offsets() {
    return acknowledgements.offsets();
  }

  /** What the acknowledged events hold. */
  public Contents contents() {
    return acknowledgements.contents();
  }

  /** Which of the run's records was rejected first, and why, if one was. */
  public Optional<FirstRejection> firstRejection() {
    return Optional.ofNullable(firstRejection);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  private void send(MappedRecord mapped, String cursor)
      throws DeliveryFailedException, InterruptedException {
    throwIfFailed();
    ProducerRecord<byte[], byte[]> record = record(mapped, cursor);
    if (mapped instanceof MappedRecord.Rejected
        && isFiled(RejectedRecord.of(cursor, record.value()))) {
      return;
    }
    try {
      kafka.send(
          record,
          (where, failure) -> {
            if (failure != null) {
              acknowledgements.failed(failure);
            } else if (!where.hasOffset()) {
              acknowledgements.failed(new KafkaException("acknowledged without an offset"));
            } else {
              acknowledged(mapped, where);
            }
          });
    } catch (InterruptException interrupted) {
      throw DeliveryFailedException.asInterruption(interrupted);
    } catch (KafkaException failure) {
      throw failed(failure);
    }
    sent.incrementAndGet();
  }

  private void acknowledged(MappedRecord mapped, RecordMetadata where) {
    TopicPartition partition = new TopicPartition(where.topic(), where.partition());
    if (mapped instanceof MappedRecord.Event event) {
      acknowledgements.acknowledged(partition, where.offset(), event.filled());
    } else {
      acknowledgements.acknowledged(partition, where.offset());
    }
  }

  /** Counts a rejected record that an earlier try has published as this try's. */
  private boolean isFiled(RejectedRecord rejected)
      throws DeliveryFailedException, InterruptedException {
    if (filed == null) {
      filed = earlierTries.rejected();
    }
    RecordPosition earlier = filed.remove(rejected);
    if (earlier == null) {
      return false;
    }
    sent.incrementAndGet();
    acknowledgements.acknowledged(
        new TopicPartition(earlier.topic(), earlier.partition()), earlier.offset());
    return true;
  }

  /** The mapping keeps events within the limit; here is the last place that can. */
  private MappedRecord encoded(MappedRecord mapped) {
    if (!(mapped instanceof MappedRecord.Event event)) {
      return mapped;
    }
    Encoded encoded = encoder.encode(event.key(), event.value());
    if (encoded instanceof Encoded.Refused refused) {
      return new MappedRecord.Rejected(event.key(), event.value(), refused.refusal());
    }
    byte[] value = ((Encoded.Value) encoded).bytes();
    return value == event.value()
        ? mapped
        : new MappedRecord.Event(event.key(), value, event.filled(), event.lasting());
  }

  private ProducerRecord<byte[], byte[]> record(MappedRecord mapped, String cursor) {
    if (mapped instanceof MappedRecord.Event event) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              pipeline.topic().name(), null, times.next(event.key()), event.key(), event.value());
      addOrigin(record.headers(), cursor);
      if (schemaId != null) {
        record.headers().add(Framing.HEADER, schemaId);
      }
      return record;
    }
    return rejected((MappedRecord.Rejected) mapped, cursor);
  }

  private ProducerRecord<byte[], byte[]> rejected(MappedRecord.Rejected rejected, String cursor) {
    Refusal refusal = rejected.refusal();
    byte[] value = rejected.original();
    String detail = refusal.detail();
    if (value.length > RecordSizes.largestRejectedValue(pipeline.topic())) {
      detail =
          String.format(
              Locale.ROOT,
              "%s (the record's %,d bytes are not kept; the source has it at %s)",
              detail,
              value.length,
              cursor);
      value = new byte[0];
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            pipeline.topic().rejected(), null, times.next(rejected.key()), rejected.key(), value);
    addOrigin(record.headers(), cursor);
    record.headers().add(EventHeaders.REASON, refusal.reason().name().getBytes(UTF_8));
    if (refusal.field() != null) {
      record.headers().add(EventHeaders.FIELD, refusal.field().getBytes(UTF_8));
    }
    record.headers().add(EventHeaders.DETAIL, cut(detail).getBytes(UTF_8));
    byte[] outside = rejected.outside();
    if (outside != null && outside.length <= EventHeaders.MAX_OUTSIDE_BYTES) {
      record.headers().add(EventHeaders.OUTSIDE, outside);
    }
    return record;
  }

  private void addOrigin(Headers headers, String cursor) {
    headers.add(EventHeaders.RUN_ID, runId);
    headers.add(EventHeaders.PIPELINE, pipelineName);
    headers.add(EventHeaders.SOURCE_CURSOR, cursor.getBytes(UTF_8));
  }

  private static String cut(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
  }

  private void throwIfFailed() throws DeliveryFailedException {
    Optional<Exception> failure = acknowledgements.failure();
    if (failure.isPresent()) {
      throw failed(failure.get());
    }
  }

  private static DeliveryFailedException failed(Exception failure) {
    return new DeliveryFailedException(
        "Kafka did not take a record (%s: %s)%s"
            .formatted(
                failure.getClass().getSimpleName(),
                failure.getMessage(),
                KafkaFailure.remedy(AclOperation.WRITE, failure)),
        failure);
  }
}
