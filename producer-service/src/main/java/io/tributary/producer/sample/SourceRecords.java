package io.tributary.producer.sample;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tributary.model.definition.Checks;
import io.tributary.model.definition.Conversion;
import io.tributary.model.definition.Event;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.mapping.MalformedPageException;
import io.tributary.model.mapping.MappedRecord;
import io.tributary.model.mapping.PageMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of an answer as the source has them, in whatever form it sends them: the mapping
 * keeps those that it rejects, so it is given a field that no value is good enough for.
 */
public final class SourceRecords {
  /** Keeps every digit of a number. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private SourceRecords() {}

  /**
   * The records in their order, hidden members included; a record that is not JSON is missing.
   *
   * @param answer in which the definition finds its records
   */
  public static List<JsonNode> of(Pipeline pipeline, byte[] answer) {
    List<Field> fields = new ArrayList<>(pipeline.event().fields());
    fields.add(refusing(pipeline.event().keyField().origin()));
    Event event = new Event(pipeline.event().key(), List.of(), fields);
    Pipeline refusing =
        new Pipeline(
            pipeline.name(),
            pipeline.source(),
            event,
            pipeline.topic(),
            pipeline.tables(),
            pipeline.dag());
    try {
      return new PageMapper(refusing)
          .map(answer).records().stream()
              .map(MappedRecord.Rejected.class::cast)
              .map(SourceRecords::parsed)
              .toList();
    } catch (MalformedPageException mappedBefore) {
      throw new IllegalStateException("a page is none the second time", mappedBefore);
    }
  }

  private static Field refusing(Origin origin) {
    return new Field(
        "refuses_all",
        FieldType.TEXT,
        origin,
        Conversion.NONE,
        List.of(),
        new Checks(
            true,
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            List.of(),
            false,
            Checks.DEFAULT_MAX_ITEMS,
            Optional.empty()),
        false,
        false);
  }

  private static JsonNode parsed(MappedRecord.Rejected record) {
    try {
      return JSON.readTree(record.original());
    } catch (IOException broken) {
      return MissingNode.getInstance();
    }
  }
}
