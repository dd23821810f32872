package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WriterSchemaTest {
  private static final byte[] KEY = "7".getBytes(UTF_8);

  private static Pipeline orders() throws Exception {
    return Pipeline.parse(
        Path.of("orders.yaml"),
        """
        name: orders
        source: {url: "http://shop.example/orders", records: /o, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
        topic: {name: orders, format: avro}
        table: {keyspace: shop, name: orders}
        """
            .getBytes(UTF_8));
  }

  private static Decoded decoded(String schema) throws Exception {
    Pipeline pipeline = orders();
    WriterSchema compiled = WriterSchema.avro(schema, pipeline);
    return new RecordDecoder(pipeline, id -> compiled)
        .decode(KEY, Framing.frame(1, new byte[] {14, 2, 'A'}), null);
  }

  /** Not Avro's usual form; but whatever is in a registry, the consumer must not fail. */
  @Test
  void record_isRead_withinAnotherType() throws Exception {
    Decoded decoded =
        decoded(
            """
            {"type":{"type":"record","name":"o","fields":[
              {"name":"id","type":"long"},{"name":"buyer","type":"string"}]}}
            """);

    assertThat(decoded).isInstanceOf(Decoded.Row.class);
  }

  @Test
  void schemaWithoutAListOfFields_isUnusable() throws Exception {
    Decoded decoded = decoded("{\"type\":\"record\",\"name\":\"o\",\"fields\":{\"id\":\"long\"}}");

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
  }
}
