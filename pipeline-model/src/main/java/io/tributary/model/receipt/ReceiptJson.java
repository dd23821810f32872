package io.tributary.model.receipt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A receipt as one line of JSON. */
public final class ReceiptJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private ReceiptJson() {}

  /** The receipt on one line, without a line end. */
  public static String write(Receipt receipt) {
    ObjectNode json = JSON.createObjectNode();
    json.put("run_id", receipt.runId());
    json.put("pipeline", receipt.pipeline());
    json.put("source", receipt.source());
    receipt.seed().ifPresentOrElse(seed -> json.put("seed", seed), () -> json.putNull("seed"));
    json.putObject("pages").put("first", receipt.firstPage()).put("last", receipt.lastPage());
    receipt.reading().ifPresent(reading -> write(reading, json.putObject("reading")));
    receipt.cursor().ifPresent(cursor -> write(cursor, json.putObject("cursor")));
    json.put("asked", receipt.asked());
    json.put("fetched", receipt.fetched());
    json.put("published", receipt.published());
    json.put("rejected", receipt.rejected());
    json.put("complete", receipt.complete());
    receipt
        .contents()
        .ifPresent(
            contents -> {
              json.put("distinct_keys", contents.distinctKeys());
              json.put("distinct_keys_exact", contents.exact());
              ObjectNode values = json.putObject("values");
              contents.values().forEach(values::put);
              ObjectNode replaced = json.putObject("replaced");
              contents.replaced().forEach(replaced::put);
              ObjectNode unlikely = json.putObject("unlikely_times");
              contents.unlikelyTimes().forEach(unlikely::put);
              if (contents.deleted() > 0) {
                json.put("deleted", contents.deleted());
              }
            });
    ArrayNode offsets = json.putArray("offsets");
    for (OffsetRange range : receipt.offsets()) {
      offsets
          .addObject()
          .put("topic", range.topic())
          .put("partition", range.partition())
          .put("first", range.first())
          .put("last", range.last())
          .put("records", range.records());
    }
    json.put("started", receipt.started().toString());
    json.put("ended", receipt.ended().toString());
    long millis = Duration.between(receipt.started(), receipt.ended()).toMillis();
    json.put("seconds", millis / 1000.0);
    json.put("records_per_second", millis <= 0 ? 0 : receipt.published() * 1000 / millis);
    return json.toString();
  }

  private static void write(SourceReading reading, ObjectNode json) {
    json.put("end", reading.end().orElse(null));
    json.put("how", reading.how().orElse(null));
    json.put("pages", reading.pages());
    json.put("requests", reading.requests());
  }

  private static void write(CursorRange cursor, ObjectNode json) {
    json.put("field", cursor.field());
    json.put("from", cursor.from());
    json.put("to", cursor.to().orElse(null));
    json.put("moves", cursor.moves());
    json.put("windows", cursor.windows());
  }

  /**
   * Reads what {@link #write} wrote. Members that it does not know are ignored.
   *
   * @throws MalformedReceiptException when the text is not JSON, or not a receipt
   */
  public static Receipt read(String text) throws MalformedReceiptException {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new MalformedReceiptException("it is not one JSON object");
    }
    if (json == null || !json.isObject()) {
      throw new MalformedReceiptException("it is not one JSON object");
    }
    List<OffsetRange> offsets = new ArrayList<>();
    for (JsonNode range : member(json, "offsets", JsonNode::isArray, "a list")) {
      offsets.add(
          new OffsetRange(
              text(range, "topic"),
              integer(range, "partition"),
              count(range, "first"),
              count(range, "last"),
              count(range, "records")));
    }
    JsonNode pages = member(json, "pages", JsonNode::isObject, "an object");
    return new Receipt(
        text(json, "run_id"),
        text(json, "pipeline"),
        text(json, "source"),
        json.hasNonNull("seed") ? Optional.of(text(json, "seed")) : Optional.empty(),
        integer(pages, "first"),
        integer(pages, "last"),
        count(json, "asked"),
        count(json, "fetched"),
        count(json, "published"),
        count(json, "rejected"),
        member(json, "complete", JsonNode::isBoolean, "true or false").booleanValue(),
        offsets,
        instant(json, "started"),
        instant(json, "ended"),
        json.has("distinct_keys") ? Optional.of(contents(json)) : Optional.empty(),
        json.has("reading") ? Optional.of(reading(json)) : Optional.empty(),
        json.has("cursor") ? Optional.of(cursor(json)) : Optional.empty());
  }

  private static CursorRange cursor(JsonNode json) throws MalformedReceiptException {
    JsonNode cursor = member(json, "cursor", JsonNode::isObject, "an object");
    return new CursorRange(
        text(cursor, "field"),
        text(cursor, "from"),
        cursor.hasNonNull("to") ? Optional.of(text(cursor, "to")) : Optional.empty(),
        member(cursor, "moves", JsonNode::isBoolean, "true or false").booleanValue(),
        count(cursor, "windows"));
  }

  private static SourceReading reading(JsonNode json) throws MalformedReceiptException {
    JsonNode reading = member(json, "reading", JsonNode::isObject, "an object");
    return new SourceReading(
        reading.hasNonNull("end") ? Optional.of(text(reading, "end")) : Optional.empty(),
        reading.hasNonNull("how") ? Optional.of(text(reading, "how")) : Optional.empty(),
        count(reading, "pages"),
        count(reading, "requests"));
  }

  private static Contents contents(JsonNode json) throws MalformedReceiptException {
    return new Contents(
        count(json, "distinct_keys"),
        member(json, "distinct_keys_exact", JsonNode::isBoolean, "true or false").booleanValue(),
        counts(json, "values"),
        json.has("replaced") ? counts(json, "replaced") : Map.of(),
        json.has("unlikely_times") ? counts(json, "unlikely_times") : Map.of(),
        json.has("deleted") ? count(json, "deleted") : 0);
  }

  private static Map<String, Long> counts(JsonNode json, String name)
      throws MalformedReceiptException {
    JsonNode counts = member(json, name, JsonNode::isObject, "an object");
    Map<String, Long> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> column : counts.properties()) {
      values.put(column.getKey(), count(counts, column.getKey()));
    }
    return values;
  }

  private interface Shape {
    boolean fits(JsonNode node);
  }

  private static JsonNode member(JsonNode json, String name, Shape shape, String expected)
      throws MalformedReceiptException {
    JsonNode node = json.path(name);
    if (!shape.fits(node)) {
      throw new MalformedReceiptException(
          node.isMissingNode() ? "it has no '%s'".formatted(name) : notA(name, expected));
    }
    return node;
  }

  private static String notA(String name, String expected) {
    return "its '%s' is not %s".formatted(name, expected);
  }

  private static String text(JsonNode json, String name) throws MalformedReceiptException {
    return member(json, name, JsonNode::isTextual, "a text").textValue();
  }

  private static long count(JsonNode json, String name) throws MalformedReceiptException {
    String expected = "a whole number, 0 or more";
    Shape whole = node -> node.isIntegralNumber() && node.canConvertToLong();
    long value = member(json, name, whole, expected).longValue();
    if (value < 0) {
      throw new MalformedReceiptException(notA(name, expected));
    }
    return value;
  }

  private static int integer(JsonNode json, String name) throws MalformedReceiptException {
    long value = count(json, name);
    if (value > Integer.MAX_VALUE) {
      throw new MalformedReceiptException(notA(name, "a number that small"));
    }
    return (int) value;
  }

  private static Instant instant(JsonNode json, String name) throws MalformedReceiptException {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeException notATime) {
      throw new MalformedReceiptException(notA(name, "a time such as 2026-01-31T12:00:00Z"));
    }
  }
}
