package io.tributary.model.event;

import io.tributary.model.definition.Deletes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A schema by which records of a topic were written, compiled for a pipeline: once for all threads.
 */
public final class WriterSchema {
  private final @Nullable AvroStep avro;
  private final @Nullable String unusable;

  private WriterSchema(@Nullable AvroStep avro, @Nullable String unusable) {
    this.avro = avro;
    this.unusable = unusable;
  }

  /**
   * A schema of a registry.
   *
   * @param type {@code AVRO} or {@code JSON}; others are unusable
   */
  public static WriterSchema of(String type, String text, Pipeline pipeline) {
    return switch (type) {
      case "AVRO" -> avro(text, pipeline);
      case "JSON" -> json();
      default -> unusable("it is of the type %s, and values of that are not read".formatted(type));
    };
  }

  /** Of records whose values are JSON: a schema says nothing more of them. */
  public static WriterSchema json() {
    return new WriterSchema(null, null);
  }

  /**
   * Of records whose values are in Avro's binary encoding. What nobody can read by it makes it
   * unusable.
   */
  public static WriterSchema avro(String schema, Pipeline pipeline) {
    Map<String, Integer> columns = new HashMap<>();
    List<Field> fields = pipeline.event().fields();
    for (int i = 0; i < fields.size(); i++) {
      columns.put(fields.get(i).name(), i);
    }
    if (pipeline.event().deletes().any()) {
      columns.put(Deletes.MEMBER, AvroStep.DELETED);
    }
    try {
      return new WriterSchema(AvroCompiler.compile(schema, columns), null);
    } catch (UnusableSchemaException none) {
      return unusable("the schema cannot be read: " + none.getMessage());
    }
  }

  /**
   * Of records that nobody can read.
   *
   * @param why a clause for people
   */
  public static WriterSchema unusable(String why) {
    return new WriterSchema(null, why);
  }

  /** Why records of it cannot be read; null where they can. */
  @Nullable String unusable() {
    return unusable;
  }

  boolean isAvro() {
    return avro != null;
  }

  AvroStep avro() {
    return Objects.requireNonNull(avro);
  }
}
