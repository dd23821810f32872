package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/** A pipeline with an id, a name, and one field {@code v} to be tried. */
public final class Readings {
  private static final String DEFINITION =
      """
      name: readings
      source: {url: "http://localhost/readings", records: ""}
      event:
        key: id
        fields:
          - {name: id, type: int, from: /id, required: true}
          - {name: name, type: text, from: /name, required: true}
          - {name: v, from: /v, %s}
      topic: {name: readings}
      table: {keyspace: lab, name: readings}
      """;

  private Readings() {}

  /**
   * @param field the keys of the field beside its name and place, such as {@code type: int}
   */
  public static Pipeline with(String field) throws InvalidDefinitionException {
    return parsed(DEFINITION.formatted(field));
  }

  /** The same of a source whose answers are XML. */
  public static Pipeline inXml(String field) throws InvalidDefinitionException {
    return parsed(
        DEFINITION.formatted(field).replace("records: \"\"", "format: xml, records: /l/i"));
  }

  private static Pipeline parsed(String definition) throws InvalidDefinitionException {
    return Pipeline.parse(Path.of("readings.yaml"), definition.getBytes(UTF_8));
  }
}
