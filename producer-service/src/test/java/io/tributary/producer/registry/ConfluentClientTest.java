package io.tributary.producer.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.model.event.Framing;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.WriterSchema;
import io.tributary.runtime.registry.CompatibilityCheck;
import io.tributary.runtime.registry.FolderSchemaRegistry;
import io.tributary.runtime.registry.RegistryConnection;
import io.tributary.runtime.registry.RegistryServer;
import io.tributary.runtime.registry.SchemaRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Confluent's Python client (confluent-kafka with its extras avro and json) writes is read
 * here, and the other way round. {@code ./tributary test} installs it; the test is skipped without
 * it. {@code -Dtest.python} names another Python that has it, and {@code -Dtest.registry} a
 * registry.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // another program's
class ConfluentClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path INSTALLED = Path.of("../.tributary/venv/bin/python").toAbsolutePath();
  private static final String PYTHON =
      System.getProperty(
          "test.python", Files.isExecutable(INSTALLED) ? INSTALLED.toString() : "python3");
  private static final byte[] KEY = "7".getBytes(UTF_8);
  private static final byte[] EVENT =
      "{\"id\":7,\"buyer\":\"Ann é\",\"at\":\"2024-02-29T12:30:00.250Z\",\"day\":\"2024-02-29\",\"price\":\"49.90\",\"tags\":[\"a\",\"b\"]}"
          .getBytes(UTF_8);

  private final String topic = "orders-" + UUID.randomUUID();
  @TempDir private Path folder;
  private Optional<RegistryServer> server = Optional.empty();
  private URI url = URI.create("http://x");

  @BeforeEach
  void serve() throws Exception {
    Process python =
        new ProcessBuilder(
                PYTHON,
                "-c",
                "import confluent_kafka.schema_registry.avro,"
                    + " confluent_kafka.schema_registry.json_schema")
            .redirectErrorStream(true)
            .start();
    python.getInputStream().readAllBytes();
    assumeTrue(
        python.waitFor() == 0, PYTHON + " has no confluent-kafka; ./tributary test installs it");
    server =
        Optional.of(new RegistryServer(new FolderSchemaRegistry(folder, CompatibilityCheck.NONE)));
    String real = System.getProperty("test.registry", "");
    url = real.isEmpty() ? server.get().url() : URI.create(real);
  }

  @AfterEach
  void close() {
    server.ifPresent(RegistryServer::close);
  }

  private Pipeline orders(String format) throws Exception {
    String text =
        """
        name: orders
        source: {url: "http://shop.example/orders", records: /o, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true, max-length: 40}
            - {name: at, type: timestamp, from: /at}
            - {name: day, type: date, from: /day}
            - {name: price, type: decimal, from: /price}
            - {name: tags, type: frozen<list<text>>, from: /tags}
        topic: {name: %s, %s}
        table: {keyspace: shop, name: orders}
        """
            .formatted(topic, format);
    return Pipeline.parse(Path.of("orders.yaml"), text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avro",
        "avro, schema-id: header",
        "json-schema",
        "json-schema, schema-id: header"
      })
  void client_readsWhatIsPublished(String format) throws Exception {
    EventEncoder encoder =
        EventRegistration.begin(
            orders("format: " + format), RegistryConnection.at(url), Duration.ofSeconds(5));
    ObjectNode asked = JSON.createObjectNode();
    byte[] value = ((Encoded.Value) encoder.encode(KEY, EVENT)).bytes();
    asked.put("value", HexFormat.of().formatHex(value));
    ObjectNode headers = asked.putObject("headers");
    encoder.header().ifPresent(id -> headers.put(Framing.HEADER, HexFormat.of().formatHex(id)));

    JsonNode read = JSON.readTree(client("read", format, asked));

    assertThat(read.path("id").asLong()).isEqualTo(7);
    assertThat(read.path("buyer").asText()).isEqualTo("Ann é");
    assertThat(read.path("price").asText()).isEqualTo("49.90");
    assertThat(read.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(read.path("day").asText()).isEqualTo("2024-02-29");
    assertThat(read.path("at").asText().replace(' ', 'T')).startsWith("2024-02-29T12:30:00.250");
  }

  /** With a schema of its own: fields in another order, one more, one less, and a real decimal. */
  @Test
  void avroOfTheClient_isRead() throws Exception {
    ObjectNode asked = JSON.createObjectNode();
    asked.put(
        "schema",
        """
        {"type":"record","name":"Order","namespace":"com.shop","fields":[
          {"name":"buyer","type":"string"},
          {"name":"nested","type":["null",{"type":"map","values":"double"}],"default":null},
          {"name":"id","type":"int"},
          {"name":"day","type":{"type":"int","logicalType":"date"}},
          {"name":"tags","type":{"type":"array","items":["null","string"]}}]}
        """);
    asked
        .putObject("value")
        .put("buyer", "Ann é")
        .put("id", 7)
        .put("day", 19_782)
        .<ObjectNode>set("nested", JSON.createObjectNode().put("x", 1.5))
        .<ObjectNode>set("tags", JSON.createArrayNode().add("a").add("b"));

    Decoded decoded = decoded("avro", client("write", "avro", asked));

    assertThat(decoded).isInstanceOf(Decoded.Row.class);
    Decoded.Row expected =
        (Decoded.Row)
            new EventDecoder(orders("format: avro"))
                .decode(
                    KEY,
                    "{\"id\":7,\"buyer\":\"Ann é\",\"day\":\"2024-02-29\",\"tags\":[\"a\",\"b\"]}"
                        .getBytes(UTF_8));
    assertThat(((Decoded.Row) decoded).values()).isEqualTo(expected.values());
  }

  @Test
  void jsonOfTheClient_isRead() throws Exception {
    ObjectNode asked = JSON.createObjectNode();
    asked.put(
        "schema",
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"Order\",\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},\"buyer\":{\"type\":\"string\"}}}");
    asked.putObject("value").put("id", 7).put("buyer", "Ann é");

    Decoded decoded = decoded("json-schema", client("write", "json-schema", asked));

    assertThat(decoded).as("%s", decoded).isInstanceOf(Decoded.Row.class);
  }

  private Decoded decoded(String format, String hex) throws Exception {
    Pipeline pipeline = orders("format: " + format);
    SchemaRegistry registry = RegistryConnection.at(url).open(CompatibilityCheck.NONE);
    return new RecordDecoder(
            pipeline,
            id -> {
              try {
                return registry
                    .byId(id)
                    .map(schema -> WriterSchema.of(schema.type(), schema.text(), pipeline))
                    .orElseThrow();
              } catch (Exception failed) {
                throw new IllegalStateException(failed);
              }
            })
        .decode(KEY, HexFormat.of().parseHex(hex), null);
  }

  private String client(String what, String format, @Nullable JsonNode asked) throws Exception {
    Process python =
        new ProcessBuilder(
                PYTHON,
                "src/test/resources/confluent_client.py",
                url.toString(),
                what,
                format.startsWith("avro") ? "avro" : "json",
                topic)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = python.getOutputStream()) {
      in.write((asked + "\n").getBytes(UTF_8));
    }
    String said = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(python.waitFor()).isZero();
    return said;
  }
}
