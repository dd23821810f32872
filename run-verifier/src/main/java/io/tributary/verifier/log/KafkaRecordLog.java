package io.tributary.verifier.log;

import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.event.WriteTime;
import io.tributary.model.topic.TopicReading;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.kafka.KafkaFailure;
import io.tributary.runtime.kafka.KafkaProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a real Kafka: committed records only, read by no group. */
public final class KafkaRecordLog implements RecordLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordLog.class);

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(30);

  /** A reading without records for so long asks whether a transaction is open. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** Few, as each may have 16 MiB decompressed; they come from memory as long as a fetch lasts. */
  private static final int RECORDS_AT_ONCE = 16;

  private final KafkaConnection kafka;
  private final String bootstrapServers;
  private final Map<String, Object> settings;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;

  /**
   * @throws CommandFailedException when none of them is a known host
   */
  public KafkaRecordLog(KafkaConnection kafka) throws CommandFailedException {
    this.kafka = kafka;
    this.bootstrapServers = kafka.hosts();
    probe(kafka);
    this.settings = new HashMap<>(kafka.clientSettings());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "run-verifier");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.putAll(TopicReading.SETTINGS);
    // what retention removes while it is read must be an error, not a jump
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
    try {
      this.consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.admin = Admin.create(adminSettings(kafka));
    } catch (KafkaException unusable) {
      throw new CommandFailedException(
          "Kafka cannot be reached at %s (%s): name the right address in KAFKA_BOOTSTRAP_SERVERS"
              .formatted(this.bootstrapServers, reason(unusable)),
          unusable);
    }
  }

  private static void probe(KafkaConnection kafka) throws CommandFailedException {
    try {
      KafkaProbe.check(kafka);
    } catch (UsageException wrong) {
      throw new CommandFailedException(String.valueOf(wrong.getMessage()), wrong);
    } catch (IOException silent) {
      LOG.debug("no broker answers yet", silent);
    }
  }

  private static Map<String, Object> adminSettings(KafkaConnection kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.clientSettings());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "run-verifier");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    return settings;
  }

  @Override
  public List<OffsetSpan> held(List<String> topics) throws CommandFailedException {
    try {
      Map<String, List<PartitionInfo>> known = consumer.listTopics(ANSWER);
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        List<PartitionInfo> found = known.get(topic);
        if (found == null) {
          throw new CommandFailedException(
              "Kafka at %s has no topic %s: create it with create-topics, or name the right Kafka in KAFKA_BOOTSTRAP_SERVERS"
                  .formatted(bootstrapServers, topic));
        }
        found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, ANSWER);
      Map<TopicPartition, Long> end = ends(partitions);
      return partitions.stream()
          .map(
              p ->
                  new OffsetSpan(
                      p.topic(),
                      p.partition(),
                      first.getOrDefault(p, 0L),
                      end.getOrDefault(p, 0L) - 1))
          .sorted()
          .toList();
    } catch (TimeoutException silent) {
      throw noAnswer(silent);
    } catch (AuthenticationException | AuthorizationException refused) {
      throw refused(refused);
    }
  }

  @Override
  public Reading read(List<OffsetSpan> spans) throws CommandFailedException {
    Map<TopicPartition, Long> unread = new HashMap<>();
    spans.stream()
        .filter(span -> span.offsets() > 0)
        .forEach(
            span -> unread.put(new TopicPartition(span.topic(), span.partition()), span.last()));
    consumer.assign(unread.keySet());
    spans.stream()
        .filter(span -> span.offsets() > 0)
        .forEach(
            span ->
                consumer.seek(new TopicPartition(span.topic(), span.partition()), span.first()));
    return new KafkaReading(unread);
  }

  @Override
  public GroupOffsets offsets(String group, String topic) throws CommandFailedException {
    Map<Integer, Long> next = new HashMap<>();
    try {
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, offset) -> {
                if (offset != null && partition.topic().equals(topic)) {
                  next.put(partition.partition(), offset.offset());
                }
              });
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthorizationException) {
        return new GroupOffsets(
            Map.of(), KafkaFailure.sentence(kafka, AclOperation.DESCRIBE, failed));
      }
      if (!(failed.getCause() instanceof GroupIdNotFoundException)) {
        throw noAnswer(failed);
      }
    } catch (InterruptedException stopped) {
      throw new InterruptException(stopped);
    }
    return new GroupOffsets(next, Optional.empty());
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    admin.close(Duration.ofSeconds(1));
  }

  /** Where partitions end, with what open transactions have written so far. */
  private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws CommandFailedException {
    Map<TopicPartition, Long> ends = new HashMap<>();
    try {
      admin
          .listOffsets(
              partitions.stream()
                  .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest())))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
    } catch (ExecutionException silent) {
      throw noAnswer(silent);
    } catch (InterruptedException stopped) {
      throw new InterruptException(stopped);
    }
    return ends;
  }

  private CommandFailedException noAnswer(Exception cause) {
    return new CommandFailedException(
        String.format(
            Locale.ROOT,
            "Kafka at %s did not answer within %d s: start it, or name the right address in"
                + " KAFKA_BOOTSTRAP_SERVERS",
            bootstrapServers,
            ANSWER.toSeconds()),
        cause);
  }

  private CommandFailedException refused(KafkaException refused) {
    return new CommandFailedException(
        KafkaFailure.sentence(kafka, AclOperation.READ, refused)
            .orElse(String.valueOf(refused.getMessage())),
        refused);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private final class KafkaReading implements Reading {
    /** The last offset to read of each partition that is not done. */
    private final Map<TopicPartition, Long> unread;

    private Duration silence = Duration.ZERO;
    private Optional<String> heldBack = Optional.empty();

    private KafkaReading(Map<TopicPartition, Long> unread) {
      this.unread = unread;
    }

    @Override
    public boolean isDone() {
      return unread.isEmpty();
    }

    @Override
    public List<LogRecord> next(Duration wait)
        throws CommandFailedException, UnreadableRecordException {
      if (isDone()) {
        return List.of();
      }
      long start = System.nanoTime();
      List<LogRecord> records = new ArrayList<>();
      try {
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(wait)) {
          Long last = unread.get(new TopicPartition(polled.topic(), polled.partition()));
          if (last != null && polled.offset() <= last) {
            records.add(record(polled));
          }
        }
        int before = unread.size();
        // by position, not by record: the last offsets may be those of a transaction's marker
        unread.entrySet().removeIf(entry -> consumer.position(entry.getKey()) > entry.getValue());
        boolean moved = !records.isEmpty() || unread.size() < before;
        silence = moved ? Duration.ZERO : silence.plusNanos(System.nanoTime() - start);
        heldBack = silence.compareTo(QUIET) < 0 ? Optional.empty() : findHeldBack();
        consumer.assignment().stream()
            .filter(partition -> !unread.containsKey(partition))
            .forEach(partition -> consumer.pause(List.of(partition)));
      } catch (OffsetOutOfRangeException removed) {
        throw new CommandFailedException(
            "Kafka removed records while they were read back (%s): raise the topic's retention"
                .formatted(removed.offsetOutOfRangePartitions()),
            removed);
      } catch (TimeoutException silent) {
        throw noAnswer(silent);
      } catch (AuthenticationException | AuthorizationException refused) {
        throw refused(refused);
      } catch (KafkaException | OutOfMemoryError failed) {
        if (UnreadableRecord.isCause(failed)) {
          throw unreadable(failed);
        }
        throw failed;
      }
      if (silence.compareTo(STALL) > 0 && heldBack.isEmpty()) {
        throw new CommandFailedException(
            String.format(
                Locale.ROOT,
                "Kafka at %s gave no record of %s for %d s: see that all brokers are up",
                bootstrapServers,
                unread.keySet(),
                STALL.toSeconds()));
      }
      return records;
    }

    /** The client knows only where it is; the record may be some behind that. */
    private CommandFailedException unreadable(Throwable failed) throws UnreadableRecordException {
      Map<TopicPartition, Long> positions = new HashMap<>();
      unread.keySet().forEach(partition -> positions.put(partition, consumer.position(partition)));
      Map<String, Object> single = new HashMap<>(settings);
      single.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
      try (KafkaConsumer<byte[], byte[]> reader =
          new KafkaConsumer<>(single, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        Optional<RecordPosition> found =
            UnreadableRecord.find(reader, positions, RECORDS_AT_ONCE + 1);
        if (found.isPresent()) {
          throw new UnreadableRecordException(found.get(), failed);
        }
        return UnreadableRecord.named("a record at or behind " + positions, failed);
      }
    }

    @Override
    public long pass(RecordPosition first, long last) {
      TopicPartition partition = new TopicPartition(first.topic(), first.partition());
      long end = Math.min(last, unread.getOrDefault(partition, Long.MIN_VALUE));
      consumer.seek(partition, last + 1);
      unread.entrySet().removeIf(entry -> consumer.position(entry.getKey()) > entry.getValue());
      silence = Duration.ZERO;
      return Math.max(0, end - first.offset() + 1);
    }

    @Override
    public Optional<String> heldBack() {
      return heldBack;
    }

    /** Nothing unless all that is unread has a transaction before it that is open. */
    private Optional<String> findHeldBack() {
      Map<TopicPartition, Long> committed = consumer.endOffsets(unread.keySet(), ANSWER);
      List<String> held = new ArrayList<>();
      for (Map.Entry<TopicPartition, Long> rest : unread.entrySet()) {
        TopicPartition partition = rest.getKey();
        long open = committed.getOrDefault(partition, Long.MAX_VALUE);
        if (open > rest.getValue() || consumer.position(partition) < open) {
          return Optional.empty();
        }
        held.add(
            String.format(
                Locale.ROOT,
                "%s@%d..%d is held back by a transaction that is open; verify again when its writer"
                    + " has ended it, or end it with %s",
                partition,
                open,
                rest.getValue(),
                TopicReading.abort(
                    bootstrapServers, partition.topic(), partition.partition(), open)));
      }
      return Optional.of(String.join("; ", held));
    }

    private static LogRecord record(ConsumerRecord<byte[], byte[]> polled) {
      return new LogRecord(
          new RecordPosition(polled.topic(), polled.partition(), polled.offset()),
          WriteTime.of(
              polled.timestamp(), value(polled.headers().lastHeader(EventHeaders.ORIGINAL_TIME))),
          polled.key(),
          polled.value(),
          text(polled.headers().lastHeader(EventHeaders.RUN_ID)),
          text(polled.headers().lastHeader(EventHeaders.SOURCE_CURSOR)),
          replays(polled.headers().lastHeader(EventHeaders.DEAD_LETTER)),
          value(polled.headers().lastHeader(Framing.HEADER)));
    }

    private static byte @Nullable [] value(@Nullable Header header) {
      return header == null ? null : header.value();
    }

    private static @Nullable RecordPosition replays(@Nullable Header header) {
      return header == null ? null : RecordPosition.ofHeader(header.value()).orElse(null);
    }

    private static @Nullable String text(@Nullable Header header) {
      return header == null || header.value() == null
          ? null
          : new String(header.value(), StandardCharsets.UTF_8);
    }
  }
}
