package io.tributary.producer.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.producer.sample.SourceRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An answer of a source whose records were found.
 *
 * @param nextLink of its header {@code Link}, if there is one
 * @param records as JSON, in whatever form the answer has them
 */
record Sample(
    AnswerShape shape, List<JsonNode> records, JsonNode answer, Optional<String> nextLink) {

  Sample {
    records = List.copyOf(records);
  }

  /** Finds out how an answer holds its records; none if it has no records. */
  static Optional<Sample> of(Answered answered) {
    return AnswerShape.of(answered.body())
        .flatMap(shape -> of(answered, shape))
        .filter(sample -> !sample.records().isEmpty());
  }

  /** Reads an answer of the same source as {@code shape} says; none if it cannot be read so. */
  static Optional<Sample> of(Answered answered, AnswerShape shape) {
    try {
      List<JsonNode> records = SourceRecords.of(reading(shape, answered.body()), answered.body());
      JsonNode answer =
          AnswerShape.of(answered.body()).map(AnswerShape::answer).orElse(shape.answer());
      return Optional.of(new Sample(shape, records, answer, answered.nextLink()));
    } catch (InvalidDefinitionException | IllegalStateException other) {
      return Optional.empty();
    }
  }

  /** A definition that finds the records, whatever they are. */
  private static Pipeline reading(AnswerShape shape, byte[] body)
      throws InvalidDefinitionException {
    String any = Yaml.quoted("/" + shape.anyMember(body));
    String text =
        """
        name: sample
        source:
          url: http://sample.example/
          %1$s
        event:
          key: a
          fields:
            - {name: a, type: text, from: %2$s, required: true}
            - {name: b, type: text, from: %2$s, required: true}
        topic: {name: sample}
        table: {keyspace: sample, name: sample}
        """
            .formatted(String.join("\n  ", shape.lines()), any);
    return Pipeline.parse(Path.of("sample.yaml"), text.getBytes(StandardCharsets.UTF_8));
  }
}
