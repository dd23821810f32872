package io.tributary.stack.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.WriterSchemas;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.WithStack;
import io.tributary.stack.verifier.HandCarrier.Published;
import io.tributary.verifier.report.VerificationReport;
import io.tributary.verifier.sample.TableSample;
import io.tributary.verifier.verification.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Every type of a column, in a real Cassandra: the verifier finds what the decoder wrote. */
@WithStack
class CollectionsIT {
  private static final Path STATIONS =
      Path.of("../pipeline-model/src/test/resources/pipelines/stations.yaml");
  private static final int RECORDS = 300;

  private final Stack stack;
  private final Random random = new Random(20261129);

  CollectionsIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void rowsOfEveryType_areReadBackByteForByte_howeverOftenTheyAreWritten() throws Exception {
    FreshPipeline fresh = FreshPipeline.of(STATIONS);
    try (HandCarrier carrier = new HandCarrier(stack, fresh)) {
      Pipeline pipeline = carrier.pipeline();
      assertThat(
              new SchemaMigration(List.of(pipeline), Replication.parse("1"))
                  .apply(carrier.session()))
          .as("what system_schema shows is what the definition asks for")
          .isEmpty();
      List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
      long now = System.currentTimeMillis();
      for (int i = 0; i < RECORDS; i++) {
        String value = i == 0 ? emptyCollections() : event(i);
        events.add(carrier.record(pipeline.topic().name(), "run", "S" + i, value, now));
      }
      List<Published> records = carrier.publish(events);
      carrier.land(records);
      carrier.land(records);

      VerificationReport report =
          new Verification(
                  KafkaConnection.at(stack.bootstrapServers()),
                  carrier.session(),
                  pipeline,
                  WriterSchemas.NONE)
              .verify(carrier.receipt("run", records), Duration.ZERO, progress -> {});

      assertThat(report.why()).isEmpty();
      assertThat(report.rows()).isEqualTo(RECORDS);
      seeThatTheDriverWritesTheSame(carrier.session(), pipeline);
      assertThat(new TableSample(carrier.session(), pipeline).json(RECORDS))
          .hasSize(RECORDS)
          .anySatisfy(row -> assertThat(row).contains("\"station\":\"S0\"", "\"words\":null"))
          .anySatisfy(row -> assertThat(row).contains("\"place\":[0.5,-2.25,3.0]"));
    }
  }

  /** Each value that is there, serialised by the driver's own codec of the column's type. */
  private static void seeThatTheDriverWritesTheSame(CqlSession session, Pipeline pipeline) {
    for (Row row : session.execute("SELECT * FROM " + new TableCql(pipeline).name())) {
      for (ColumnDefinition column : row.getColumnDefinitions()) {
        if (row.isNull(column.getName())) {
          continue;
        }
        TypeCodec<Object> codec = row.codecRegistry().codecFor(column.getType());
        Object value = row.getObject(column.getName());
        assertThat(codec.encode(value, row.protocolVersion()))
            .as("%s %s", column.getName(), value)
            .isEqualTo(row.getBytesUnsafe(column.getName()));
      }
    }
  }

  private static String emptyCollections() {
    return """
        {"station":"S0","ownerName":"Ada","names":["b","a"],"words":[],"numbers":[],"labels":{},\
        "limits":{},"levels":[],"place":[0.5,-2.25,3]}""";
  }

  private String event(int number) {
    String uuids =
        array(
            i -> {
              long version = 1L + random.nextInt(7);
              long most = (random.nextLong() & ~0xF000L) | (version << 12);
              return "\"%s\"".formatted(new UUID(most, random.nextLong()));
            });
    return ("{\"station\":\"S%s\",\"ownerName\":\"Ada\",\"names\":[\"é\",\"\",\"a\"],"
            + "\"order\":{ \"a\" : [1, null]},\"opens\":\"09:30:00.000000001\","
            + "\"address\":\"2001:db8::%s\",\"certificate\":\"AAEC\",\"checksum\":\"\","
            + "\"levels\":%s,\"prices\":[\"9.90\",\"-1\"],\"parts\":[\"AA==\",\"\"],\"words\":%s,"
            + "\"numbers\":%s,\"counts\":%s,\"sensors\":%s,\"readings\":%s,\"days\":%s,"
            + "\"hours\":%s,\"hosts\":%s,\"answers\":[true,false,true],\"labels\":%s,"
            + "\"limits\":{\"z\":1,\"\":-2,\"é\":3},\"place\":[0.1,-1e-40,3.4e38]}")
        .formatted(
            number,
            Integer.toHexString(number),
            array(i -> Double.toString(random.nextInt(1_000))),
            array(i -> "\"%s\"".formatted(text())),
            array(i -> Integer.toString(random.nextInt())),
            array(i -> Long.toString(random.nextLong())),
            uuids,
            array(i -> "\"%s\"".formatted(day() + "T00:00Z")),
            array(i -> "\"%s\"".formatted(day())),
            array(i -> "\"1%s:00\"".formatted(random.nextInt(10))),
            array(
                i ->
                    random.nextBoolean()
                        ? "\"10.0.0.%s\"".formatted(random.nextInt(256))
                        : "\"::%s\"".formatted(Integer.toHexString(random.nextInt(65_536)))),
            IntStream.range(0, 5)
                .mapToObj(i -> "\"%s%s\":\"%s\"".formatted(text(), i, i))
                .collect(Collectors.joining(",", "{", "}")));
  }

  private String day() {
    return "19%s-0%s-1%s"
        .formatted(10 + random.nextInt(90), 1 + random.nextInt(9), random.nextInt(9));
  }

  private String text() {
    return List.of("", "a", "B", "é", "z", "ab", "\uFFFD", "😀").get(random.nextInt(8));
  }

  private static String array(IntFunction<String> item) {
    return IntStream.range(0, 8).mapToObj(item).collect(Collectors.joining(",", "[", "]"));
  }

  /** Why a list must be frozen: decision 19. */
  @Test
  void repeatedWriteOfAList_addsItsItemsAgain_unlessItIsFrozen() throws Exception {
    try (CqlSession session = HandCarrier.session(stack)) {
      session.execute(
          "CREATE KEYSPACE IF NOT EXISTS k_lists WITH replication ="
              + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute(
          "CREATE TABLE IF NOT EXISTS k_lists.one"
              + " (id int PRIMARY KEY, cells list<text>, whole frozen<list<text>>, items set<text>)");
      for (int time = 0; time < 2; time++) {
        session.execute(
            "INSERT INTO k_lists.one (id, cells, whole, items)"
                + " VALUES (1, ['a', 'b'], ['a', 'b'], {'a', 'b'}) USING TIMESTAMP 1000");
      }
      Row row = session.execute("SELECT cells, whole, items FROM k_lists.one").one();
      assertThat(row).isNotNull();
      assertThat(row.getList("cells", String.class)).containsExactly("a", "b", "a", "b");
      assertThat(row.getList("whole", String.class)).containsExactly("a", "b");
      assertThat(row.getSet("items", String.class)).containsExactly("a", "b");
    }
  }
}
