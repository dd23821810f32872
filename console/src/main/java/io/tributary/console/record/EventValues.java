package io.tributary.console.record;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.CollectionType;
import io.tributary.model.definition.ColumnType;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Pipeline;
import io.tributary.verifier.sample.ColumnValue;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that is not written as JSON, for people: its values as rows have them. */
final class EventValues {
  private EventValues() {}

  /**
   * The values that an event has, by the names of their fields.
   *
   * @param values one for each field of the definition, serialised as CQL does
   */
  static ObjectNode json(Pipeline pipeline, @Nullable ByteBuffer[] values) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    List<Field> fields = pipeline.event().fields();
    for (int i = 0; i < values.length; i++) {
      @Nullable ByteBuffer value = values[i];
      if (value != null) {
        Object decoded =
            CodecRegistry.DEFAULT
                .codecFor(cql(fields.get(i).type()))
                .decode(value.duplicate(), ProtocolVersion.DEFAULT);
        if (decoded != null) {
          json.set(fields.get(i).name(), ColumnValue.json(decoded));
        }
      }
    }
    return json;
  }

  private static DataType cql(ColumnType type) {
    if (type instanceof CollectionType several) {
      DataType item = cql(several.item());
      return switch (several.kind()) {
        case LIST -> DataTypes.listOf(item);
        case SET -> DataTypes.setOf(item);
        case MAP -> DataTypes.mapOf(DataTypes.TEXT, item);
        case VECTOR -> DataTypes.vectorOf(DataTypes.FLOAT, several.dimension());
      };
    }
    return switch ((FieldType) type) {
      case TEXT, JSON -> DataTypes.TEXT;
      case INT -> DataTypes.INT;
      case BIGINT -> DataTypes.BIGINT;
      case DOUBLE -> DataTypes.DOUBLE;
      case BOOLEAN -> DataTypes.BOOLEAN;
      case TIMESTAMP -> DataTypes.TIMESTAMP;
      case DATE -> DataTypes.DATE;
      case UUID -> DataTypes.UUID;
      case DECIMAL -> DataTypes.DECIMAL;
      case TIME -> DataTypes.TIME;
      case INET -> DataTypes.INET;
      case BLOB -> DataTypes.BLOB;
    };
  }
}
