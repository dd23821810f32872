package io.tributary.stack.consumer;

import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.DeadLetterCql;
import io.tributary.model.cql.KeyspaceCql;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.ServingTopics;
import io.tributary.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topics and tables of one pipeline of users, and ways to fill the first and look at the
 * second.
 */
final class PipelineFixture implements AutoCloseable {
  /** Generous: the machine may be busy with other things. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int MAX_MESSAGE_BYTES = 20 << 20;

  private final Pipeline pipeline;
  private final String bootstrapServers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final CqlSession session;

  private PipelineFixture(
      Pipeline pipeline,
      String bootstrapServers,
      Admin admin,
      KafkaProducer<byte[], byte[]> producer,
      CqlSession session) {
    this.pipeline = pipeline;
    this.bootstrapServers = bootstrapServers;
    this.admin = admin;
    this.producer = producer;
    this.session = session;
  }

  /** Creates topics that take values of 16 MiB and more and any time, and the tables. */
  static PipelineFixture of(Stack stack, FreshPipeline fresh) throws Exception {
    return of(stack, fresh, 1);
  }

  /**
   * @param replicas of each row
   */
  static PipelineFixture of(Stack stack, FreshPipeline fresh, int replicas) throws Exception {
    PipelineFixture surroundings = bare(stack, fresh);
    surroundings.createTopic(surroundings.pipeline.topic().name(), 3);
    surroundings.createTopic(surroundings.pipeline.topic().rejected(), 1);
    surroundings.createKeyspace(replicas);
    surroundings.createTable();
    surroundings.createDeadLetters();
    return surroundings;
  }

  /** Creates nothing yet. */
  static PipelineFixture bare(Stack stack, FreshPipeline fresh) throws Exception {
    return new PipelineFixture(
        fresh.definition(),
        stack.bootstrapServers(),
        Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers())),
        producer(stack.bootstrapServers(), "none"),
        CassandraSessions.open(
            CassandraConnection.of(
                List.of(stack.contactPoints().split(",")), stack.dataCenter(), "", ""),
            LIMIT,
            waiting -> {}));
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, String codec) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "compression.type",
            codec,
            "max.request.size",
            MAX_MESSAGE_BYTES,
            "buffer.memory",
            64L << 20,
            "linger.ms",
            5),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  void createTopic(String name, int partitions) throws Exception {
    Map<String, String> anything =
        Map.of(
            "max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES),
            "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    ServingTopics.create(admin, new NewTopic(name, partitions, (short) 1).configs(anything));
  }

  /** Lets the events' topic have so many partitions from now on. */
  void increaseTo(int partitions) throws Exception {
    ServingTopics.increaseTo(admin, pipeline.topic().name(), partitions);
  }

  void createKeyspace() {
    createKeyspace(1);
  }

  private void createKeyspace(int replicas) {
    change(
        new KeyspaceCql(pipeline.keyspace())
            .createKeyspace(
                new TreeMap<>(
                    Map.of(
                        "class",
                        "SimpleStrategy",
                        "replication_factor",
                        Integer.toString(replicas)))));
  }

  void createTable() {
    change(new TableCql(pipeline).createTable());
  }

  void createDeadLetters() {
    change(new DeadLetterCql(pipeline.keyspace()).createTable());
  }

  /** Returns when every node has heard of it. */
  private void change(String definition) {
    session.execute(slowly(definition));
    await().atMost(LIMIT).until(session::checkSchemaAgreement);
  }

  private static SimpleStatement slowly(String statement) {
    return SimpleStatement.newInstance(statement).setTimeout(LIMIT);
  }

  Pipeline pipeline() {
    return pipeline;
  }

  CqlSession session() {
    return session;
  }

  /** An event that becomes a row. */
  static String event(String id, String firstName) {
    return "{\"id\":\"%s\",\"first_name\":\"%s\",\"last_name\":\"Smith\"}".formatted(id, firstName);
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Publishes an event with the present time. */
  Future<RecordMetadata> send(String id, String firstName) {
    return send(
        new ProducerRecord<>(pipeline.topic().name(), bytes(id), bytes(event(id, firstName))));
  }

  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> published) {
    return producer.send(published);
  }

  /** Publishes events of as many ids, from the {@code first} on, and waits until Kafka has them. */
  void publish(int first, int count) throws Exception {
    List<Future<RecordMetadata>> sent =
        ids(first + count).subList(first, first + count).stream()
            .map(id -> send(id, "Ada"))
            .toList();
    flush();
    for (Future<RecordMetadata> acknowledgement : sent) {
      acknowledgement.get();
    }
  }

  /** Publishes records without a key to one partition, a thousand times smaller in Kafka. */
  void sendCompressed(int count, int bytes) throws Exception {
    try (KafkaProducer<byte[], byte[]> zstd = producer(bootstrapServers, "zstd")) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int record = 0; record < count; record++) {
        sent.add(
            zstd.send(new ProducerRecord<>(pipeline.topic().name(), 0, null, new byte[bytes])));
      }
      for (Future<RecordMetadata> acknowledgement : sent) {
        acknowledgement.get();
      }
    }
  }

  void flush() {
    producer.flush();
  }

  /** Deletes all records of the events' topic, as retention does. */
  void deleteRecords() throws Exception {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int partition = 0; partition < 3; partition++) {
      all.put(
          new TopicPartition(pipeline.topic().name(), partition), RecordsToDelete.beforeOffset(-1));
    }
    admin.deleteRecords(all).all().get(60, TimeUnit.SECONDS);
  }

  /** How far both topics reach now, as Spark writes offsets. */
  String ends() throws Exception {
    String events = pipeline.topic().name();
    return String.format(
        Locale.ROOT,
        "{\"%s\":{\"0\":%d,\"1\":%d,\"2\":%d},\"%s\":{\"0\":%d}}",
        events,
        end(events, 0),
        end(events, 1),
        end(events, 2),
        pipeline.topic().rejected(),
        end(pipeline.topic().rejected(), 0));
  }

  private long end(String topic, int partition) throws Exception {
    return admin
        .listOffsets(Map.of(new TopicPartition(topic, partition), OffsetSpec.latest()))
        .partitionResult(new TopicPartition(topic, partition))
        .get(60, TimeUnit.SECONDS)
        .offset();
  }

  void dropTable() {
    session.execute(slowly("DROP TABLE " + new TableCql(pipeline).name()));
  }

  /** First name and write time of every row, by id. */
  Map<String, String> rows() {
    Map<String, String> rows = new HashMap<>();
    String select = "SELECT id, first_name, WRITETIME(first_name) FROM ";
    for (Row row : session.execute(slowly(select + new TableCql(pipeline).name()))) {
      rows.put(
          String.valueOf(row.getUuid(0)),
          String.format(Locale.ROOT, "%s@%d", row.getString(1), row.getLong(2)));
    }
    return rows;
  }

  /** A dead letter. */
  @SuppressWarnings("ArrayRecordComponent") // compared one by one
  record Letter(
      String topic,
      String reason,
      @Nullable String field,
      String detail,
      byte @Nullable [] key,
      byte @Nullable [] value,
      @Nullable String runId,
      String state,
      long writeTime) {}

  /** Every dead letter, by {@code topic-partition@offset}. */
  Map<String, Letter> letters() {
    Map<String, Letter> letters = new LinkedHashMap<>();
    String table = new DeadLetterCql(pipeline.keyspace()).name();
    String select =
        "SELECT topic, partition, offset, reason, field, detail, key, value, run_id, state,"
            + " WRITETIME(state) FROM ";
    for (Row row : session.execute(slowly(select + table).setPageSize(5))) {
      letters.put(
          String.format(Locale.ROOT, "%s-%d@%d", row.getString(0), row.getInt(1), row.getLong(2)),
          new Letter(
              String.valueOf(row.getString(0)),
              String.valueOf(row.getString(3)),
              row.getString(4),
              String.valueOf(row.getString(5)),
              blob(row, 6),
              blob(row, 7),
              row.getString(8),
              String.valueOf(row.getString(9)),
              row.getLong(10)));
    }
    return letters;
  }

  private static byte @Nullable [] blob(Row row, int column) {
    var bytes = row.getByteBuffer(column);
    if (bytes == null) {
      return null;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  /** Waits until so many rows are there. */
  void awaitRows(int count) {
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(DriverException.class)
        .until(() -> rows().size() >= count);
  }

  /** Waits until so many dead letters are there. */
  void awaitLetters(int count) {
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(DriverException.class)
        .until(() -> letters().size() >= count);
  }

  static List<String> ids(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(new java.util.UUID(0xABCD_4000L, 0x8000_0000_0000_0000L | i).toString());
    }
    return ids;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
    session.close();
  }
}
