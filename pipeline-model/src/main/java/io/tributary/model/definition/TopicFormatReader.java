package io.tributary.model.definition;

import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads from the section {@code topic} how its events are written. */
final class TopicFormatReader {
  /** The keys that mean nothing without a schema. */
  private static final List<String> OF_SCHEMAS = List.of("schema-id", "subject", "compatibility");

  private TopicFormatReader() {}

  static TopicFormat read(Section topic) {
    TopicFormat plain = TopicFormat.JSON;
    TopicFormat.Encoding encoding =
        word(topic, "format", TopicFormat.Encoding.values(), TopicFormat.Encoding::word)
            .orElse(plain.encoding());
    TopicFormat format =
        new TopicFormat(
            encoding,
            word(topic, "schema-id", TopicFormat.SchemaId.values(), TopicFormat.SchemaId::word)
                .orElse(plain.schemaId()),
            word(topic, "subject", TopicFormat.Subject.values(), TopicFormat.Subject::word)
                .orElse(plain.subject()),
            word(topic, "compatibility", Compatibility.values(), Compatibility::word)
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
      Section topic, String key, T[] all, Function<T, String> inWords) {
    String expected = "one of " + Arrays.stream(all).map(inWords).collect(Collectors.joining(", "));
    Optional<String> word = topic.word(key, expected);
    Optional<T> meant =
        word.flatMap(
            text -> Arrays.stream(all).filter(one -> inWords.apply(one).equals(text)).findFirst());
    if (word.isPresent() && meant.isEmpty()) {
      topic.problem(key, Quoted.quote(word.get()), expected);
    }
    return meant;
  }
}
