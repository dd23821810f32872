package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;

/** Definitions of the tests with events of another format. */
final class SchemaFormats {
  private SchemaFormats() {}

  static Pipeline stations(String format) throws Exception {
    return with("stations", "topic: {name: stations}", "topic: {name: stations, " + format + "}");
  }

  static Pipeline products(String format) throws Exception {
    return with("products", "  max-record-bytes: 2048", "  max-record-bytes: 2048\n  " + format);
  }

  static Pipeline lots(String format) throws Exception {
    return with(
        "everything",
        "format: avro, schema-id: header, subject: record, compatibility: full",
        format);
  }

  private static Pipeline with(String name, String from, String to) throws Exception {
    String text = Files.readString(Path.of("src/test/resources/pipelines/" + name + ".yaml"));
    if (!text.contains(from)) {
      throw new IllegalStateException("no '" + from + "' in " + name);
    }
    return Pipeline.parse(Path.of(name + ".yaml"), text.replace(from, to).getBytes(UTF_8));
  }
}
