package io.tributary.producer.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.event.EventEncoder.Encoded;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.registry.RegistryConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRegistrationTest {
  private static final String ORDERS =
      """
      name: orders
      source: {url: "http://shop.example/orders", records: /o, paging: {type: none}}
      event:
        key: id
        fields:
          - {name: id, type: bigint, from: /id, required: true}
          - {name: buyer, type: text, from: /buyer, required: true, max-length: 40}
          - {name: phone, type: text, from: /phone}%s
      topic: {name: orders%s}
      table: {keyspace: shop, name: orders}
      """;

  @TempDir private Path folder;

  private static Pipeline orders(String field, String topic) throws Exception {
    return Pipeline.parse(
        Path.of("orders.yaml"),
        ORDERS.formatted(field.isEmpty() ? "" : "\n    - " + field, topic).getBytes(UTF_8));
  }

  private EventEncoder begin(Pipeline pipeline) throws Exception {
    return EventRegistration.begin(
        pipeline, RegistryConnection.folder(folder.resolve("schemas")), Duration.ZERO);
  }

  private static byte[] value(EventEncoder encoder) {
    byte[] json = "{\"id\":7,\"buyer\":\"Ann\"}".getBytes(UTF_8);
    return ((Encoded.Value) encoder.encode("7".getBytes(UTF_8), json)).bytes();
  }

  @Test
  void begin_asksNoRegistry_ofAPipelineWithoutASchema() throws Exception {
    byte[] value = value(begin(orders("", "")));

    assertThat(value).asString(UTF_8).isEqualTo("{\"id\":7,\"buyer\":\"Ann\"}");
    assertThat(folder.resolve("schemas")).doesNotExist();
  }

  @Test
  void begin_registersTheSchemaOnce() throws Exception {
    byte[] first = value(begin(orders("", ", format: avro")));
    byte[] second = value(begin(orders("", ", format: avro")));

    assertThat(second).isEqualTo(first);
    assertThat(first[0]).isZero();
    assertThat(new String(first, UTF_8)).endsWith("\u000e\u0006Ann\u0000");
    assertThat(folder.resolve("schemas/orders-value/1.avsc")).exists();
    assertThat(folder.resolve("schemas/orders-value/2.avsc")).doesNotExist();
  }

  @Test
  void begin_usesTheRecordsName_ifItIsToBeTheSubject() throws Exception {
    begin(orders("", ", format: json-schema, subject: record"));

    assertThat(folder.resolve("schemas/tributary.orders/1.json")).exists();
  }

  @Test
  void begin_keepsValuesAsTheyAre_ifTheIdIsInAHeader() throws Exception {
    EventEncoder encoder = begin(orders("", ", format: json-schema, schema-id: header"));

    assertThat(value(encoder)).asString(UTF_8).isEqualTo("{\"id\":7,\"buyer\":\"Ann\"}");
    assertThat(encoder.header().orElseThrow()).hasSize(5).startsWith(0);
  }

  @Test
  void begin_registersAChangeThatTheRuleAllows() throws Exception {
    begin(orders("", ", format: avro"));

    begin(orders("{name: city, type: text, from: /city}", ", format: avro"));

    assertThat(folder.resolve("schemas/orders-value/2.avsc")).exists();
  }

  @Test
  void begin_fails_andNamesEachFieldOfAChangeThatTheRuleDoesNotAllow() throws Exception {
    begin(orders("", ", format: avro"));

    assertThatThrownBy(
            () ->
                begin(
                    orders(
                        "{name: city, type: text, from: /city, required: true}", ", format: avro")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("orders-value (rule backward), so nothing was published")
        .hasMessageContaining("city: is new, and has no default")
        .hasMessageNotContaining("buyer");
    assertThat(folder.resolve("schemas/orders-value/2.avsc")).doesNotExist();
  }

  @Test
  void begin_takesAnyChange_onceTheRuleIsNone() throws Exception {
    begin(orders("", ", format: avro"));
    Pipeline changed =
        orders(
            "{name: city, type: text, from: /city, required: true}",
            ", format: avro, compatibility: none");

    assertThat(
            EventRegistration.setRules(
                List.of(changed, orders("", "")),
                RegistryConnection.folder(folder.resolve("schemas")),
                Duration.ZERO))
        .containsExactly("orders-value: NONE in the folder " + folder.resolve("schemas"));

    begin(changed);
    assertThat(folder.resolve("schemas/orders-value/2.avsc")).exists();
  }

  @Test
  void begin_fails_whenTheRegistryDoesNotAnswer() throws Exception {
    Pipeline pipeline = orders("", ", format: avro");
    RegistryConnection nobody = RegistryConnection.at(URI.create("http://127.0.0.1:1"));

    assertThatThrownBy(() -> EventRegistration.begin(pipeline, nobody, Duration.ZERO))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("the schema registry at http://127.0.0.1:1 does not answer");
  }
}
