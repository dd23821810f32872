package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads from the section {@code topic} how its events are written. */
final class TopicFormatReader {
  /** The keys that mean nothing without a schema. */
  private static final List<String> OF_SCHEMAS = List.of("schema-id", "subject", "compatibility");

  private TopicFormatReader() {}

  static TopicFormat read(Section topic) {
    TopicFormat.Encoding encoding =
        word(topic, "format", TopicFormat.Encoding::named, TopicFormat.Encoding.words())
            .orElse(TopicFormat.Encoding.JSON);
    TopicFormat plain = TopicFormat.JSON;
    TopicFormat format =
        new TopicFormat(
            encoding,
            word(topic, "schema-id", TopicFormat.SchemaId::named, "value, header")
                .orElse(plain.schemaId()),
            word(topic, "subject", TopicFormat.Subject::named, "topic, record")
                .orElse(plain.subject()),
            word(topic, "compatibility", Compatibility::named, Compatibility.words())
                .orElse(plain.compatibility()));
    if (format.hasSchema()) {
      return format;
    }
    OF_SCHEMAS.stream()
        .filter(topic::has)
        .forEach(
            key ->
                topic.problem(
                    key,
                    "'%s' with the format %s".formatted(key, encoding.word()),
                    "it only with the format json-schema or avro"));
    return plain;
  }

  private static <T> Optional<T> word(
      Section topic, String key, Function<String, Optional<T>> named, String words) {
    Optional<String> word = topic.word(key, "one of " + words);
    Optional<T> meant = word.flatMap(named);
    if (word.isPresent() && meant.isEmpty()) {
      topic.problem(key, Quoted.quote(word.get()), "one of " + words);
    }
    return meant;
  }
}
