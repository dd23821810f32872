package io.tributary.console.record;

import io.tributary.console.platform.KafkaAccess;
import io.tributary.model.event.RecordPosition;
import io.tributary.model.topic.TopicReading;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.kafka.KafkaFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topics of a real Kafka. A few clients are kept, and made when they are first needed. */
public final class KafkaTopicReader implements TopicReader, AutoCloseable {
  private static final int MOST_CLIENTS = 3;
  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration WAIT_FOR_A_CLIENT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MOST_POLLS = 8;
  private static final int MOST_RECORDS_OF_A_POLL = 500;

  /** Enough for some hundred records; a larger record comes alone. */
  private static final int FETCH_BYTES = 256 << 10;

  private final KafkaAccess kafka;
  private final Semaphore clients = new Semaphore(MOST_CLIENTS, true);
  private final Deque<Consumer<byte[], byte[]>> idle = new ArrayDeque<>();
  private boolean closed;

  public KafkaTopicReader(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /** Asks Kafka by a client that nobody else uses meanwhile. */
  private interface Question<T> {
    T ask(Consumer<byte[], byte[]> client);
  }

  @Override
  public Map<TopicPartition, Held> held(Collection<String> topics)
      throws CommandFailedException, InterruptedException {
    return ask(
        client -> {
          List<TopicPartition> partitions = new ArrayList<>();
          Map<String, List<PartitionInfo>> known = client.listTopics();
          for (String topic : topics) {
            known
                .getOrDefault(topic, List.of())
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
          }
          Map<TopicPartition, Long> first = client.beginningOffsets(partitions);
          Map<TopicPartition, Held> held = new HashMap<>();
          client
              .endOffsets(partitions)
              .forEach(
                  (partition, end) ->
                      held.put(partition, new Held(first.getOrDefault(partition, 0L), end)));
          return held;
        });
  }

  @Override
  public OptionalLong at(TopicPartition partition, long time)
      throws CommandFailedException, InterruptedException {
    return ask(
        client -> {
          @Nullable OffsetAndTimestamp found =
              client.offsetsForTimes(Map.of(partition, time)).get(partition);
          return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
        });
  }

  @Override
  public Batch read(TopicPartition partition, long from, int most)
      throws CommandFailedException, InterruptedException {
    return ask(client -> read(client, partition, from, most));
  }

  private static Batch read(
      Consumer<byte[], byte[]> client, TopicPartition partition, long from, int most) {
    List<TopicPartition> alone = List.of(partition);
    List<TopicRecord> records = new ArrayList<>();
    client.assign(alone);
    long end = client.endOffsets(alone).getOrDefault(partition, 0L);
    long next = from;
    client.seek(partition, from);
    try {
      for (int poll = 0; poll < MOST_POLLS && next < end && records.size() < most; poll++) {
        for (ConsumerRecord<byte[], byte[]> found : client.poll(POLL).records(partition)) {
          if (records.size() == most) {
            return new Batch(records, next);
          }
          records.add(record(found));
          next = found.offset() + 1;
        }
        if (records.size() < most) {
          next = Math.max(next, client.position(partition));
        }
      }
    } catch (OffsetOutOfRangeException removed) {
      // Kafka removed what was asked for, or never had it
      return new Batch(records, next);
    } finally {
      client.unsubscribe();
    }
    return new Batch(records, next);
  }

  private static TopicRecord record(ConsumerRecord<byte[], byte[]> found) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (Header header : found.headers()) {
      headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
    }
    return new TopicRecord(
        new RecordPosition(found.topic(), found.partition(), found.offset()),
        found.timestamp(),
        found.key(),
        found.value(),
        headers);
  }

  @Override
  public OptionalLong processed(String group, TopicPartition partition)
      throws CommandFailedException, InterruptedException {
    @Nullable Long next = kafka.groupOffsets(group).get(partition);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private <T> T ask(Question<T> question) throws CommandFailedException, InterruptedException {
    if (!clients.tryAcquire(WAIT_FOR_A_CLIENT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new CommandFailedException(
          "Kafka at %s did not answer within %s s: other searches wait for it too"
              .formatted(kafka.connection().hosts(), WAIT_FOR_A_CLIENT.toSeconds()));
    }
    @Nullable Consumer<byte[], byte[]> client = null;
    boolean usable = false;
    try {
      client = client();
      T answer = question.ask(client);
      usable = true;
      return answer;
    } catch (InterruptException stopped) {
      throw (InterruptedException) new InterruptedException("stopped").initCause(stopped);
    } catch (OutOfMemoryError tooLarge) {
      throw new CommandFailedException(
          "a record at this place is too large for the console's memory", tooLarge);
    } catch (KafkaException failed) {
      throw new CommandFailedException(
          KafkaFailure.sentence(kafka.connection(), AclOperation.READ, failed)
              .orElseGet(
                  () ->
                      "Kafka at %s did not answer (%s)"
                          .formatted(kafka.connection().hosts(), failed.getMessage())),
          failed);
    } finally {
      giveBack(client, usable);
      clients.release();
    }
  }

  private synchronized Consumer<byte[], byte[]> client() throws CommandFailedException {
    if (closed) {
      throw new CommandFailedException("the console is stopping");
    }
    @Nullable Consumer<byte[], byte[]> kept = idle.poll();
    if (kept != null) {
      return kept;
    }
    Map<String, Object> settings = new HashMap<>(kafka.connection().clientSettings());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "console-records");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.putAll(TopicReading.SETTINGS);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS_OF_A_POLL);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private synchronized void giveBack(@Nullable Consumer<byte[], byte[]> client, boolean usable) {
    if (client == null) {
      return;
    }
    if (usable && !closed) {
      idle.push(client);
    } else {
      client.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(client -> client.close(CloseOptions.timeout(Duration.ZERO)));
    idle.clear();
  }
}
