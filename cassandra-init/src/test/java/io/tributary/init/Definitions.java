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

  /**
   * Orders with a buyer and a day.
   *
   * @param tables as in the file
   */
  static Pipeline severalTables(String tables) {
    String text =
        """
        name: orders
        source: {url: "http://localhost/orders", records: /items, paging: {type: none}}
        event:
          key: id
          fields:
            - {name: id, type: bigint, from: /id, required: true}
            - {name: day, type: date, from: /day, required: true}
            - {name: placed, type: timestamp, from: /placed, required: true}
            - {name: buyer, type: text, from: /buyer, required: true}
        topic: {name: orders}
        tables:
        """;
    return parse("orders", text + tables);
  }

  static Pipeline pipeline(String name, String fields, String indexes) {
    return parse(name, text(name, fields, indexes));
  }

  private static Pipeline parse(String name, String text) {
    try {
      return Pipeline.parse(Path.of(name + ".yaml"), text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }
}
