package io.tributary.stack.verifier;

import static java.util.Objects.requireNonNull;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.EventHeaders;
import io.tributary.model.event.WriteTime;
import io.tributary.model.receipt.OffsetRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.refusal.Reason;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.ServingTopics;
import io.tributary.stack.Stack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Does by hand what producer and consumer do, so that a test decides what lands and what not. */
final class HandCarrier implements AutoCloseable {
  private static final int IN_FLIGHT = 500;

  /** A record that is in Kafka. */
  @SuppressWarnings("ArrayRecordComponent") // bytes for Kafka, never compared
  record Published(
      String topic, int partition, long offset, long time, byte[] key, byte @Nullable [] value) {}

  private final Pipeline pipeline;
  private final CqlSession session;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final PreparedStatement insertRow;
  private final PreparedStatement insertLetter;

  HandCarrier(Stack stack, FreshPipeline fresh) throws Exception {
    pipeline = fresh.definition();
    session = session(stack);
    new SchemaMigration(List.of(pipeline), Replication.parse("1")).apply(session);
    insertRow = session.prepare(new TableCql(pipeline).insert());
    insertLetter = session.prepare(new DeadLetterCql(pipeline.keyspace()).insert());
    Map<String, Object> kafka = Map.of("bootstrap.servers", stack.bootstrapServers());
    admin = Admin.create(kafka);
    ServingTopics.create(
        admin,
        new NewTopic(pipeline.topic().name(), 2, (short) 1),
        new NewTopic(pipeline.topic().rejected(), 1, (short) 1));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers(), "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static CqlSession session(Stack stack) throws Exception {
    return CassandraSessions.open(
        CassandraConnection.of(List.of(stack.contactPoints()), stack.dataCenter(), "", ""),
        Duration.ofSeconds(10),
        sentence -> {});
  }

  Pipeline pipeline() {
    return pipeline;
  }

  CqlSession session() {
    return session;
  }

  /** Publishes events of a run, each with a key of its own, and returns them as Kafka has them. */
  List<Published> publish(String run, int events, long time) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int event = 0; event < events; event++) {
      records.add(event(run, UUID.randomUUID(), "first " + event, time));
    }
    return publish(records);
  }

  List<Published> publish(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(next -> sent.add(producer.send(next)));
    producer.flush();
    List<Published> published = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      RecordMetadata where = sent.get(i).get();
      ProducerRecord<byte[], byte[]> what = records.get(i);
      published.add(
          new Published(
              where.topic(),
              where.partition(),
              where.offset(),
              requireNonNull(what.timestamp()),
              requireNonNull(what.key()),
              what.value()));
    }
    return published;
  }

  ProducerRecord<byte[], byte[]> event(String run, UUID id, String firstName, long time) {
    String value =
        "{\"id\":\"%s\",\"first_name\":\"%s\",\"last_name\":\"Doe\",\"dob\":\"1990-01-02T03:04:05.678Z\"}"
            .formatted(id, firstName);
    return record(pipeline.topic().name(), run, id.toString(), value, time);
  }

  ProducerRecord<byte[], byte[]> rejected(String run, String value, long time) {
    return record(pipeline.topic().rejected(), run, "none", value, time);
  }

  ProducerRecord<byte[], byte[]> record(
      String topic, String run, String key, String value, long time) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, time, bytes(key), bytes(value));
    record.headers().add(EventHeaders.RUN_ID, bytes(run));
    return record;
  }

  /** Writes the row of each of these events. */
  void land(List<Published> events) {
    EventDecoder decoder = new EventDecoder(pipeline);
    List<CompletionStage<?>> writes = new ArrayList<>();
    for (Published event : events) {
      if (!(decoder.decode(event.key(), event.value()) instanceof Decoded.Row row)) {
        throw new AssertionError("no event: " + event);
      }
      writes.add(session.executeAsync(insert(row.values(), event)));
      if (writes.size() >= IN_FLIGHT) {
        await(writes);
      }
    }
    await(writes);
  }

  private BoundStatement insert(@Nullable ByteBuffer[] values, Published event) {
    BoundStatementBuilder insert = insertRow.boundStatementBuilder();
    for (int field = 0; field < values.length; field++) {
      insert = insert.setBytesUnsafe(field, values[field]);
    }
    return insert.setLong(values.length, WriteTime.micros(event.time(), event.offset())).build();
  }

  private static void await(List<CompletionStage<?>> writes) {
    writes.forEach(write -> write.toCompletableFuture().join());
    writes.clear();
  }

  /** Files the dead letter of each of these records. */
  void file(String run, Reason reason, List<Published> records) {
    for (Published record : records) {
      session.execute(
          insertLetter.bind(
              pipeline.name(),
              DeadLetterCql.day(record.time()),
              DeadLetterCql.bucket(record.offset()),
              record.topic(),
              record.partition(),
              record.offset(),
              reason.name(),
              "first_name",
              "for a test",
              ByteBuffer.wrap(record.key()),
              record.value() == null ? null : ByteBuffer.wrap(record.value()),
              Map.of(EventHeaders.RUN_ID, ByteBuffer.wrap(bytes(run))),
              Instant.ofEpochMilli(record.time()),
              run,
              null,
              true,
              DeadLetterCql.OPEN,
              record.time() * 1_000));
    }
  }

  /** Does what retention does: removes what is before these offsets. */
  void remove(int partition, long before) throws Exception {
    admin
        .deleteRecords(
            Map.of(
                new TopicPartition(pipeline.topic().name(), partition),
                RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  /** The receipt of a run that was asked for just these records. */
  Receipt receipt(String run, List<Published> records) {
    Map<TopicPartition, OffsetRange> ranges = new TreeMap<>(HandCarrier::order);
    for (Published record : records) {
      ranges.merge(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetRange(record.topic(), record.partition(), record.offset(), record.offset(), 1),
          (one, other) ->
              new OffsetRange(
                  one.topic(),
                  one.partition(),
                  Math.min(one.first(), other.first()),
                  Math.max(one.last(), other.last()),
                  one.records() + 1));
    }
    long rejected =
        records.stream().filter(r -> r.topic().equals(pipeline.topic().rejected())).count();
    return new Receipt(
        run,
        pipeline.name(),
        "http://localhost/",
        Optional.empty(),
        1,
        1,
        records.size(),
        records.size(),
        records.size() - rejected,
        rejected,
        true,
        List.copyOf(ranges.values()),
        Instant.now().minusSeconds(1),
        Instant.now(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static int order(TopicPartition one, TopicPartition other) {
    return one.toString().compareTo(other.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    session.close();
  }
}
