package io.tributary.stack.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import io.tributary.producer.Connections;
import io.tributary.producer.ProducerRun;
import io.tributary.producer.RunEnd;
import io.tributary.producer.RunRequest;
import io.tributary.producer.Target;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.http.HttpListener;
import io.tributary.runtime.kafka.KafkaConnection;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.FolderSchemaRegistry;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryServer;
import io.tributary.stack.FreshPipeline;
import io.tributary.stack.Stack;
import io.tributary.stack.TestConsumer;
import io.tributary.stack.WithStack;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another program reads our topics and writes to them, through Kafka: one with Confluent's Python
 * client, as it comes from the package registry. {@code ./tributary test} installs the client; the
 * test is skipped without it. {@code -Dtest.python} names another Python that has it.
 */
@WithStack
@Timeout(value = 5, unit = TimeUnit.MINUTES) // another program's
class ConfluentClientIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path INSTALLED = Path.of("../.tributary/venv/bin/python").toAbsolutePath();
  private static final List<String> FORMATS =
      List.of("avro", "json-schema", "json-schema, schema-id: header");
  private static final int OURS = 20;
  private static final int THEIRS = 20;

  private final Stack stack;
  private final List<FreshPipeline> copies = new ArrayList<>();
  @TempDir private Path folder;

  ConfluentClientIT(Stack stack) {
    this.stack = stack;
  }

  private static String definition(String format) {
    return """
        name: orders
        source: {url: "http://shop.example/orders", records: "", paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true, max-length: 40}
            - {name: code, type: uuid, from: /code, required: true}
            - {name: price, type: decimal, from: /price, scale: 2}
            - {name: day, type: date, from: /day}
            - {name: at, type: timestamp, from: /at}
            - {name: tags, type: frozen<list<text>>, from: /tags}
            - {name: note, type: text, from: /note}
        topic: {name: orders, format: %s}
        table: {keyspace: orders, name: orders}
        """
        .formatted(format);
  }

  @Test
  void otherPrograms_readWhatWePublish_andTheirRecordsBecomeRows() throws Exception {
    String python = python();
    Path schemas = folder.resolve("schemas");
    CompatibilityCheck check =
        CompatibilityCheck.by(SchemaDifference::problems, EventSchema::registered);
    List<PipelineFixture> fixtures = new ArrayList<>();
    try (RegistryServer registry = new RegistryServer(new FolderSchemaRegistry(schemas, check))) {
      Path definitions = Files.createDirectories(folder.resolve("definitions"));
      for (String format : FORMATS) {
        FreshPipeline copy =
            FreshPipeline.of(Files.writeString(folder.resolve("orders.yaml"), definition(format)));
        Files.copy(copy.file(), definitions.resolve(copy.name() + ".yaml"));
        copies.add(copy);
        fixtures.add(PipelineFixture.of(stack, copy));
      }
      try (TestConsumer consumer =
          TestConsumer.start(
              stack,
              copies.get(0),
              Map.of(
                  "PIPELINES",
                  definitions.toString(),
                  "SCHEMA_REGISTRY_URL",
                  registry.url().toString()),
              List.of())) {
        publish(fixtures, RegistryConnection.at(registry.url()));
        JsonNode read = client(python, fixtures, registry);
        for (PipelineFixture fixture : fixtures) {
          seeWhatTheyRead(read.path(fixture.pipeline().topic().name()));
          seeRows(fixture);
        }
        assertThat(consumer.process().isAlive()).isTrue();
      }
    } finally {
      fixtures.forEach(PipelineFixture::close);
    }
  }

  private static String python() throws Exception {
    String python =
        System.getProperty(
            "test.python", Files.isExecutable(INSTALLED) ? INSTALLED.toString() : "python3");
    Process asked =
        new ProcessBuilder(
                python,
                "-c",
                "import confluent_kafka.schema_registry.avro,"
                    + " confluent_kafka.schema_registry.json_schema")
            .redirectErrorStream(true)
            .start();
    asked.getInputStream().readAllBytes();
    assumeTrue(
        asked.waitFor() == 0, python + " has no confluent-kafka; ./tributary test installs it");
    return python;
  }

  /** Twenty orders each, as the producer publishes them. */
  private void publish(List<PipelineFixture> fixtures, RegistryConnection registry)
      throws Exception {
    ArrayNode orders = JSON.createArrayNode();
    for (int i = 0; i < OURS; i++) {
      orders
          .addObject()
          .put("id", i)
          .put("buyer", "Ann é " + i)
          .put("code", new UUID(0, i).toString())
          .put("price", new BigDecimal(i).movePointLeft(2).toPlainString())
          .put("day", "2024-02-29")
          .put("at", "2024-02-29T12:30:00.250Z")
          .set("tags", JSON.createArrayNode().add("a").add("b"));
    }
    byte[] page = orders.toString().getBytes(UTF_8);
    try (HttpListener shop =
        new HttpListener(
            "shop",
            "127.0.0.1",
            0,
            "free a port",
            exchange -> {
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, page.length);
              try (exchange) {
                exchange.getResponseBody().write(page);
              }
            })) {
      shop.start();
      for (PipelineFixture fixture : fixtures) {
        RunEnd end =
            new ProducerRun(
                    SourceUrl.at(fixture.pipeline(), shop.root()),
                    RunRequest.of("shop-run", new Target.Everything()),
                    new Connections(
                        KafkaConnection.at(stack.bootstrapServers()),
                        new HttpLimits(
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(20),
                            1 << 20),
                        Connections.DEFAULT_BUFFER_BYTES,
                        "tributary/test",
                        registry))
                .run();
        assertThat(end.failure()).isEmpty();
        assertThat(end.receipt().published()).isEqualTo(OURS);
      }
    }
  }

  private JsonNode client(String python, List<PipelineFixture> fixtures, RegistryServer registry)
      throws Exception {
    ObjectNode asked =
        JSON.createObjectNode()
            .put("bootstrap", stack.bootstrapServers())
            .put("registry", registry.url().toString());
    ArrayNode topics = asked.putArray("topics");
    for (PipelineFixture fixture : fixtures) {
      EventSchema schema = EventSchema.of(fixture.pipeline()).orElseThrow();
      boolean isAvro = schema.type().equals(EventSchema.AVRO);
      topics
          .addObject()
          .put("name", fixture.pipeline().topic().name())
          .put("form", isAvro ? "avro" : "json")
          .put("records", OURS)
          .put("schema", isAvro ? theirAvro(fixture.pipeline()) : theirJson(schema));
    }
    Path errors = folder.resolve("client.log");
    Process client =
        new ProcessBuilder(python, "src/test/resources/confluent_kafka_client.py")
            .redirectError(errors.toFile())
            .start();
    try (var in = client.getOutputStream()) {
      in.write(asked.toString().getBytes(UTF_8));
    }
    String said = new String(client.getInputStream().readAllBytes(), UTF_8);
    assertThat(client.waitFor()).as(Files.readString(errors)).isZero();
    return JSON.readTree(said);
  }

  /** One of theirs: another order of fields, one more that we do not know, and no notes. */
  private static String theirAvro(Pipeline pipeline) {
    return """
        {"type":"record","name":"%s","namespace":"com.shop","fields":[
          {"name":"channel","type":["null","string"],"default":null},
          {"name":"buyer","type":"string"},
          {"name":"id","type":"long"},
          {"name":"code","type":{"type":"string","logicalType":"uuid"}},
          {"name":"tags","type":["null",{"type":"array","items":"string"}],"default":null},
          {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
          {"name":"day","type":["null",{"type":"int","logicalType":"date"}],"default":null},
          {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":38,"scale":2}],"default":null}]}
        """
        .formatted(pipeline.name());
  }

  /** A closed one has all that ours has, and one member more. */
  private static String theirJson(EventSchema schema) throws Exception {
    ObjectNode theirs = (ObjectNode) JSON.readTree(schema.text());
    theirs.put("title", "Order");
    ((ObjectNode) theirs.path("properties")).putObject("channel").put("type", "string");
    return theirs.toString();
  }

  private static void seeWhatTheyRead(JsonNode orders) {
    assertThat(orders).hasSize(OURS);
    for (int i = 0; i < OURS; i++) {
      JsonNode order = orders.path(Integer.toString(i));
      assertThat(order.path("id").asInt(-1)).isEqualTo(i);
      assertThat(order.path("buyer").asText()).isEqualTo("Ann é " + i);
      assertThat(order.path("code").asText()).isEqualTo(new UUID(0, i).toString());
      assertThat(new BigDecimal(order.path("price").asText()))
          .isEqualTo(new BigDecimal(i).movePointLeft(2).setScale(2));
      assertThat(order.path("day").asText()).isEqualTo("2024-02-29");
      assertThat(order.path("at").asText().replace(' ', 'T')).startsWith("2024-02-29T12:30:00.250");
      assertThat(order.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    }
  }

  private static void seeRows(PipelineFixture fixture) {
    String table = fixture.pipeline().mainTable().fullName();
    await()
        .atMost(PipelineFixture.LIMIT)
        .untilAsserted(
            () -> {
              assertThat(fixture.letters()).isEmpty();
              assertThat(fixture.session().execute("SELECT id FROM " + table).all())
                  .hasSize(OURS + THEIRS);
            });
    for (Row row : fixture.session().execute("SELECT * FROM " + table)) {
      long id = row.getLong("id");
      assertThat(row.getString("buyer")).isEqualTo("Ann é " + id);
      assertThat(row.getUuid("code")).isEqualTo(new UUID(0, id));
      assertThat(row.getBigDecimal("price"))
          .isEqualByComparingTo(new BigDecimal(id).movePointLeft(2));
      assertThat(row.getLocalDate("day")).isEqualTo(LocalDate.of(2024, 2, 29));
      assertThat(row.getInstant("at")).isEqualTo(Instant.parse("2024-02-29T12:30:00.250Z"));
      assertThat(row.getList("tags", String.class)).containsExactly("a", "b");
      assertThat(Optional.ofNullable(row.getString("note")))
          .isEqualTo(id >= 100 && id < 200 ? Optional.of("by your schema") : Optional.empty());
    }
  }
}
