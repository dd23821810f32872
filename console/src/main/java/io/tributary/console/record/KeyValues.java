package io.tributary.console.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.EventDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a row's key of the key that a record has in its topic. */
final class KeyValues {
  private KeyValues() {}

  /**
   * The values of an event with this key, in the definition's order: all but the key field's are
   * missing. Nothing where the text is no value of the key field.
   */
  static Optional<@Nullable ByteBuffer[]> of(Pipeline pipeline, String key) {
    Field field = pipeline.event().keyField();
    boolean number = field.type() == FieldType.INT || field.type() == FieldType.BIGINT;
    String value = number ? key : JsonNodeFactory.instance.textNode(key).toString();
    String name = JsonNodeFactory.instance.textNode(field.name()).toString();
    byte[] event = "{%s:%s}".formatted(name, value).getBytes(UTF_8);
    if (!(new EventDecoder(keyOnly(pipeline, field)).decode(key.getBytes(UTF_8), event)
        instanceof Decoded.Row row)) {
      return Optional.empty();
    }
    List<Field> fields = pipeline.event().fields();
    @Nullable ByteBuffer[] values = new ByteBuffer[fields.size()];
    values[fields.indexOf(field)] = row.values()[0];
    return Optional.of(values);
  }

  /** A pipeline whose events have the key field alone. */
  private static Pipeline keyOnly(Pipeline pipeline, Field field) {
    Table main = pipeline.mainTable();
    Table table =
        new Table(
            main.keyspace(),
            main.name(),
            List.of(field.name()),
            List.of(),
            List.of(field.name()),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of());
    return new Pipeline(
        pipeline.name(),
        pipeline.source(),
        new Event(field.name(), List.of(), List.of(field), Deletes.NONE),
        pipeline.topic(),
        List.of(table),
        pipeline.dag());
  }
}
