package io.tributary.producer.source;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.RateLimit;
import io.tributary.model.definition.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Small definitions to test with: people with an id and a name, in pages of up to 50. */
public final class Definitions {
  public static final Paging.Numbered SEEDED =
      new Paging.Numbered("page", Optional.of("results"), Optional.of("seed"), 50, 100);

  public static final Paging.Numbered FINITE =
      new Paging.Numbered("page", Optional.of("size"), Optional.empty(), 50, 100);

  public static final Paging.Token TOKENS =
      new Paging.Token("after", JsonPointer.compile("/next"), Optional.of("limit"), 50);

  private Definitions() {}

  public static Source source(URI url, Paging paging, Optional<RateLimit> limit) {
    return new Source(
        url,
        Map.of(),
        JsonPointer.compile("/results"),
        Optional.of(JsonPointer.compile("/error")),
        paging,
        limit);
  }

  public static Source source(Paging paging) {
    return source(URI.create("http://people.example/api/"), paging, Optional.empty());
  }

  /**
   * A source of people, without {@code records} and {@code error}, as a definition has it.
   *
   * @param section lines of the section {@code source}
   */
  public static Source source(String section) throws InvalidDefinitionException {
    String text =
        """
        name: people
        source:
          records: /results
          error: /error
        %s
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: name, type: text, from: /name, required: true}
        topic: {name: people}
        table: {keyspace: test, name: people, key: [id]}
        """
            .formatted(section.indent(2));
    return Pipeline.parse(Path.of("people.yaml"), text.getBytes(StandardCharsets.UTF_8)).source();
  }

  /** Topic {@code people} of three partitions, values of up to 2,000 bytes. */
  public static Pipeline people(Source source) {
    String text =
        """
        name: people
        source:
          url: http://people.example/api/
          records: /results
          error: /error
          paging: {type: none}
        event:
          key: id
          hide: [/login/password]
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: name, type: text, from: /name, required: true}
        topic: {name: people, partitions: 3, replication: 1, max-record-bytes: 2000}
        table: {keyspace: test, name: people, key: [id]}
        dag: {id: people, schedule: none, records: 100}
        """;
    try {
      Pipeline pipeline =
          Pipeline.parse(Path.of("people.yaml"), text.getBytes(StandardCharsets.UTF_8));
      return new Pipeline(
          pipeline.name(),
          source,
          pipeline.event(),
          pipeline.topic(),
          pipeline.tables(),
          pipeline.dag());
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }
}
