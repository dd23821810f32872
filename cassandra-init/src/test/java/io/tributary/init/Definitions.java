package io.tributary.init;

import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Definitions as the tests here need them. */
final class Definitions {
  private Definitions() {}

  /**
   * @param fields lines of the event's fields beside {@code id} and {@code placed}
   * @param indexes as in the file
   */
  static String text(String name, String fields, String indexes) {
    return """
        name: %1$s
        source:
          url: http://localhost/%1$s
          records: /items
          paging: {type: none}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: placed, type: timestamp, from: /placed, required: true}
        %2$s
        topic: {name: %1$s}
        table:
          keyspace: shop
          name: %1$s
          key: [id, placed]
          indexes: %3$s
        """
        .formatted(name, fields, indexes);
  }

  static Pipeline pipeline(String name, String fields, String indexes) {
    byte[] content = text(name, fields, indexes).getBytes(StandardCharsets.UTF_8);
    try {
      return Pipeline.parse(Path.of(name + ".yaml"), content);
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }
}
