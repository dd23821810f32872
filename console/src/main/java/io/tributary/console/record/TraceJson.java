package io.tributary.console.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.mask.Masks;
import io.tributary.console.record.RecordTrace.InTable;
import io.tributary.model.deadletter.DeadLetter;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.EventHeaders;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The way of a record for programs: the same as the page shows. */
public final class TraceJson {
  private TraceJson() {}

  /** What a visitor may see of a trace; members that are not known are left out. */
  public static ObjectNode of(RecordTrace trace, Masks masks) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("pipeline", trace.pipeline().name())
        .put("query", trace.query().text())
        .put("outcome", word(trace.outcome()))
        .put("said", trace.said());
    trace.record().ifPresent(record -> source(json, record));
    trace.record().ifPresent(record -> json.set("record", record(trace, record, masks)));
    ArrayNode tables = json.putArray("tables");
    trace.tables().forEach(table -> tables.add(table(table)));
    trace.letter().ifPresent(letter -> json.set("dead_letter", letter(masks.letter(letter))));
    trace.successor().ifPresent(by -> json.set("successor", successor(by)));
    ArrayNode limits = json.putArray("limits");
    trace.limits().forEach(limits::add);
    masks.why().ifPresent(why -> json.put("masked", why));
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void source(ObjectNode json, TopicRecord record) {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    record.header(EventHeaders.SOURCE_CURSOR).ifPresent(place -> source.put("cursor", place));
    record.header(EventHeaders.RUN_ID).ifPresent(run -> source.put("run_id", run));
    if (!source.isEmpty()) {
      json.set("source", source);
    }
  }

  private static ObjectNode record(RecordTrace trace, TopicRecord record, Masks masks) {
    Pipeline pipeline = trace.pipeline();
    ObjectNode json = successor(record);
    json.put("counts_with_time", Instant.ofEpochMilli(record.time()).toString())
        .put("rejected", !record.position().topic().equals(pipeline.topic().name()))
        .put("key_bytes", record.key() == null ? 0 : record.key().length)
        .put("value_bytes", record.valueBytes());
    record.schemaId(pipeline).ifPresent(id -> json.put("schema_id", id));
    put(json, "key", record.keyText().map(masks::key).orElse(null));
    record.replays().ifPresent(letter -> json.put("replays", letter.toString()));
    ObjectNode headers = json.putObject("headers");
    masks.headers(record.headers()).forEach(headers::put);
    byte @Nullable [] value = record.value();
    if (trace.event().isPresent()) {
      json.set("event", masks.event(trace.event().get()));
    } else if (value != null && !json.path("rejected").booleanValue()) {
      masks.event(value).ifPresent(event -> json.set("event", event));
    }
    return json;
  }

  private static ObjectNode successor(TopicRecord record) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("position", record.position().toString())
        .put("topic", record.position().topic())
        .put("partition", record.position().partition())
        .put("offset", record.position().offset())
        .put("published", record.publishedAt().toString());
    record.header(EventHeaders.RUN_ID).ifPresent(run -> json.put("run_id", run));
    return json;
  }

  private static ObjectNode table(InTable table) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("table", table.table().fullName())
        .put("row", word(table.match()))
        .put("expired", table.expired());
    if (table.match() != RecordTrace.Match.NONE) {
      json.put("written", table.written().toString()).put("write_time_micros", table.writeTime());
    }
    ArrayNode differing = json.putArray("differing");
    table.differing().forEach(differing::add);
    return json;
  }

  private static ObjectNode letter(DeadLetter letter) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("position", letter.position().toString()).put("reason", letter.reason());
    put(json, "field", letter.field());
    json.put("detail", letter.detail()).put("state", letter.state());
    put(json, "note", letter.stateNote());
    return json.put("tries", letter.tries());
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
