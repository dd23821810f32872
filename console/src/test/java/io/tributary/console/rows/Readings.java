package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.console.web.Parameters;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pipeline of readings of thermometers, in two tables. */
final class Readings {
  static final String DEFINITION =
      """
      name: readings
      source:
        url: http://localhost/readings
        records: /items
        paging: {type: none}
      event:
        key: id
        fields:
          - {name: id, type: uuid, from: /id, required: true}
          - {name: place, type: text, from: /place, required: true, max-length: 100}
          - {name: day, type: date, from: /day, required: true}
          - {name: taken, type: timestamp, from: /taken, required: true}
          - {name: celsius, type: decimal, from: /celsius, required: true}
          - {name: note, type: text, from: /note, clean: [], personal: true}
      topic: {name: readings, partitions: 1}
      tables:
        - {keyspace: weather, name: readings, key: [id]}
        - name: readings_by_place
          partition-key: [place, day]
          clustering: [taken desc, id]
          columns: [celsius]
          ttl: 30d
      """;

  static final Pipeline PIPELINE = pipeline();

  static final UUID ID = UUID.fromString("8d7ab5f6-43c1-4a0e-9a52-0c6f3ad1f0b1");

  static final Instant TAKEN = Instant.parse("2026-11-03T05:06:07.089Z");

  private Readings() {}

  private static Pipeline pipeline() {
    try {
      return Pipeline.parse(Path.of("readings.yaml"), DEFINITION.getBytes(UTF_8));
    } catch (InvalidDefinitionException invalid) {
      throw new AssertionError(invalid);
    }
  }

  static Field field(String name) {
    return PIPELINE.event().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A query of the form's names and values; a name may come several times. */
  static RowQuery query(String... namesAndValues) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.merge(
          namesAndValues[i],
          List.of(namesAndValues[i + 1]),
          (before, more) -> {
            List<String> both = new ArrayList<>(before);
            both.addAll(more);
            return both;
          });
    }
    return RowQuery.ofForm(
        RowTable.ofAll(PIPELINE), Parameters.of(query, Arrays.asList(RowQuery.parameters())));
  }

  /** A row of the first table. */
  static TableRow row(@Nullable String note) {
    return new TableRow(
        Arrays.asList(
            ID, "Ålesund", LocalDate.parse("2026-11-03"), TAKEN, new BigDecimal("-0.50"), note),
        Optional.of(TAKEN.plusNanos(17_000)),
        Optional.empty());
  }
}
