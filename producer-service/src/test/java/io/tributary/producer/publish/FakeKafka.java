package io.tributary.producer.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer with a buffer of so many records, three partitions a topic and offsets in each, which
 * acknowledges at once, when it is told to, or at the end.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the lock is another
public final class FakeKafka extends MockProducer<byte[], byte[]> {
  private static final int PARTITIONS = 3;

  private record Pending(RecordMetadata where, @Nullable Callback callback) {}

  private final Object lock = new Object();
  private final int buffer;
  private final boolean willing;
  private final boolean willingAtTheEnd;
  private final List<Pending> pending = new ArrayList<>();
  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
  private final Map<String, List<Long>> acknowledged = new TreeMap<>();

  private FakeKafka(int buffer, boolean willing, boolean willingAtTheEnd) {
    super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    this.buffer = buffer;
    this.willing = willing;
    this.willingAtTheEnd = willingAtTheEnd;
  }

  /** Acknowledges everything at once. */
  public static FakeKafka willing() {
    return new FakeKafka(Integer.MAX_VALUE, true, true);
  }

  /**
   * Acknowledges when told to; has room for {@code buffer} records until then. Closing fails the
   * others.
   */
  public static FakeKafka patient(int buffer) {
    return new FakeKafka(buffer, false, false);
  }

  /** Acknowledges nothing before it is closed, and then everything. */
  public static FakeKafka slow() {
    return new FakeKafka(Integer.MAX_VALUE, false, true);
  }

  @Override
  public Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    Pending sending;
    synchronized (lock) {
      awaitPendingBelow(buffer);
      int partition = Math.floorMod(Arrays.hashCode(record.key()), PARTITIONS);
      TopicPartition where = new TopicPartition(record.topic(), partition);
      long offset = nextOffsets.merge(where, 1L, Long::sum) - 1;
      sent.add(record);
      sending = new Pending(new RecordMetadata(where, offset, 0, 0, 0, 0), callback);
      pending.add(sending);
    }
    if (willing) {
      acknowledge(sending);
    }
    return CompletableFuture.completedFuture(sending.where);
  }

  @Override
  public void flush() {
    synchronized (lock) {
      awaitPendingBelow(1);
    }
  }

  @Override
  public void close(Duration limit) {
    for (Pending last : snapshot()) {
      if (willingAtTheEnd) {
        acknowledge(last);
      } else {
        complete(last, new TimeoutException("closed before it was acknowledged"));
      }
    }
    super.close(limit);
  }

  /** What was sent, in order. */
  public List<ProducerRecord<byte[], byte[]>> sent() {
    synchronized (lock) {
      return List.copyOf(sent);
    }
  }

  /** Acknowledges the oldest record that is not; false when there is none. */
  public boolean acknowledgeNext() {
    List<Pending> now = snapshot();
    if (now.isEmpty()) {
      return false;
    }
    acknowledge(now.get(0));
    return true;
  }

  /** Acknowledges so many of the pending records, in any order. */
  void acknowledgeSome(int count, Random random) {
    List<Pending> now = new ArrayList<>(snapshot());
    Collections.shuffle(now, random);
    now.subList(0, count).forEach(this::acknowledge);
  }

  /** Fails the oldest record that is not acknowledged. */
  public void failNext(Exception failure) {
    complete(snapshot().get(0), failure);
  }

  /** Offsets acknowledged, by {@code topic-partition}. */
  public Map<String, List<Long>> acknowledgedOffsets() {
    synchronized (lock) {
      return new TreeMap<>(acknowledged);
    }
  }

  private void acknowledge(Pending record) {
    synchronized (lock) {
      acknowledged
          .computeIfAbsent(
              record.where.topic() + "-" + record.where.partition(), where -> new ArrayList<>())
          .add(record.where.offset());
    }
    complete(record, null);
  }

  private void complete(Pending record, @Nullable Exception failure) {
    if (record.callback != null) {
      record.callback.onCompletion(record.where, failure);
    }
    synchronized (lock) {
      pending.remove(record);
      lock.notifyAll();
    }
  }

  private List<Pending> snapshot() {
    synchronized (lock) {
      return List.copyOf(pending);
    }
  }

  private void awaitPendingBelow(int count) {
    try {
      while (pending.size() >= count) {
        lock.wait();
      }
    } catch (InterruptedException interrupted) {
      throw new InterruptException(interrupted);
    }
  }
}
