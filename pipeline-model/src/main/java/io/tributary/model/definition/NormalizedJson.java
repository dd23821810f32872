package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A definition as JSON, with the keys of the file and every default written out. It is for programs
 * that need to know a pipeline but should know neither YAML nor the rules for it, such as the DAGs.
 * Read as a definition, it is the same pipeline.
 */
public final class NormalizedJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private NormalizedJson() {}

  /** The pipeline's JSON, indented. */
  public static String of(Pipeline pipeline) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", pipeline.name());
    source(root.putObject("source"), pipeline.source());
    event(root.putObject("event"), pipeline.event());
    topic(root.putObject("topic"), pipeline.topic());
    if (pipeline.tables().size() == 1) {
      NormalizedTable.write(root.putObject("table"), pipeline.mainTable());
    } else {
      ArrayNode tables = root.putArray("tables");
      pipeline.tables().forEach(table -> NormalizedTable.write(tables.addObject(), table));
    }
    dag(root.putObject("dag"), pipeline.dag());
    return root.toPrettyString();
  }

  private static void source(ObjectNode node, Source source) {
    node.put("url", SourceUrl.text(source.url()));
    NormalizedRequest.write(node, source.request());
    form(node, source.form());
    node.put("records", source.records().toString());
    source.error().ifPresent(error -> node.put("error", error.toString()));
    paging(node.putObject("paging"), source.paging());
    source
        .rateLimit()
        .ifPresent(
            limit ->
                node.putObject("rate-limit")
                    .put("records", limit.records())
                    .put("per", duration(limit.per())));
    ObjectNode onStatus = node.putObject("on-status");
    source.onStatus().forEach((status, policy) -> onStatus.put(status.toString(), policy.word()));
    source.incremental().ifPresent(read -> incremental(node.putObject("incremental"), read));
  }

  private static void incremental(ObjectNode node, Incremental read) {
    node.put("field", read.field());
    node.put("start", read.scale().text(read.start()));
    read.parameter().ifPresent(name -> node.put("parameter", name));
    read.endParameter().ifPresent(name -> node.put("end-parameter", name));
    if (read.scale().isTime()) {
      node.put("format", word(read.format()));
    }
    read.window().ifPresent(span -> node.put("window", duration(span)));
    read.lookback().ifPresent(span -> node.put("lookback", duration(span)));
  }

  private static void form(ObjectNode node, AnswerForm form) {
    node.put("format", form.format().word());
    if (form.format() == AnswerForm.Format.CSV) {
      AnswerForm.Csv csv = form.csv();
      ObjectNode lines = node.putObject("csv").put("separator", String.valueOf(csv.separator()));
      lines.put("quote", csv.quote().map(String::valueOf).orElse("none"));
      lines.put("header", csv.hasHeader());
      if (!csv.hasHeader()) {
        texts(lines.putArray("names"), csv.names());
      }
    }
    node.put("records-are", form.recordsAre().word());
    if (!form.names().isEmpty()) {
      texts(node.putArray("names"), form.names());
    }
    form.each().ifPresent(place -> node.put("each", place.toString()));
    if (!form.forEach().isEmpty()) {
      ObjectNode partitions = node.putObject("for-each");
      form.forEach().forEach((name, values) -> texts(partitions.putArray(name), values));
    }
  }

  private static void paging(ObjectNode node, Paging paging) {
    if (paging instanceof Paging.Numbered numbered) {
      node.put("type", "page");
      place(node, "page-parameter", paging);
      numbered.seedParameter().ifPresent(name -> node.put("seed-parameter", name));
      node.put("first-page", numbered.firstPage()).put("last-page", numbered.lastPage());
    } else if (paging instanceof Paging.Offset byOffset) {
      node.put("type", "offset");
      place(node, "offset-parameter", paging);
      node.put("first-offset", byOffset.firstOffset());
    } else if (paging instanceof Paging.Token token) {
      node.put("type", "token");
      place(node, "token-parameter", paging);
      node.put("next", token.next().toString());
      texts(node.putArray("end-marks"), token.ends().endMarks().stream().sorted().toList());
    } else if (paging instanceof Paging.NextUrl chained) {
      node.put("type", "next-url").put("next", chained.next().toString());
      texts(node.putArray("end-marks"), chained.ends().endMarks().stream().sorted().toList());
    } else if (paging instanceof Paging.LinkHeader) {
      node.put("type", "link-header");
    } else if (paging instanceof Paging.Keyset keyset) {
      node.put("type", "keyset");
      place(node, "value-parameter", paging);
      node.put("value", keyset.value().toString());
    } else {
      node.put("type", "none");
      return;
    }
    paging.sizeParameter().ifPresent(name -> node.put("size-parameter", name));
    node.put("page-size", paging.pageSize());
    EndSigns ends = paging.ends();
    ends.hasMore().ifPresent(place -> node.put("has-more", place.toString()));
    ends.total().ifPresent(place -> node.put("total", place.toString()));
    node.put("max-empty-pages", ends.maxEmptyPages()).put("max-pages", ends.maxPages());
  }

  private static void place(ObjectNode node, String key, Paging paging) {
    paging.placeParameter().ifPresent(name -> node.put(key, name));
  }

  private static void event(ObjectNode node, Event event) {
    node.put("key", event.key());
    texts(node.putArray("hide"), event.hide().stream().map(JsonPointer::toString).toList());
    event.deletes().when().ifPresent(when -> deleteWhen(node.putObject("delete-when"), when));
    node.put("tombstones", event.deletes().tombstones() ? "delete" : "reject");
    ArrayNode fields = node.putArray("fields");
    event.fields().forEach(field -> field(fields.addObject(), field));
  }

  private static void deleteWhen(ObjectNode node, Deletes.When when) {
    node.put("at", when.at().toString());
    if (when.is().isEmpty()) {
      node.put("is", "any");
    } else {
      texts(node.putArray("is"), when.is());
    }
  }

  private static void field(ObjectNode node, Field field) {
    node.put("name", field.name()).put("type", field.type().word());
    if (field.origin() instanceof Origin.Joined joined) {
      node.put("join", template(joined));
    } else if (field.origin() instanceof Origin.At at) {
      node.put("from", at.pointer().toString());
    } else if (field.origin() instanceof Origin.Gathered gathered) {
      texts(
          node.putArray("from"), gathered.pointers().stream().map(JsonPointer::toString).toList());
    } else if (field.origin() instanceof Origin.Outside outside) {
      node.put("from", outside.written());
    } else {
      node.set("constant", json(field, ((Origin.Constant) field.origin()).literal()));
    }
    Checks checks = field.checks();
    node.put("required", checks.required()).put("expected", field.expected());
    if (field.personal()) {
      node.put("personal", true);
    }
    checks.min().ifPresent(min -> node.put("min", plain(min)));
    checks.max().ifPresent(max -> node.put("max", plain(max)));
    checks.scale().ifPresent(scale -> node.put("scale", scale));
    if (field.type() instanceof CollectionType several
        && several.kind() != CollectionType.Kind.VECTOR) {
      node.put("max-items", checks.maxItems());
      node.put("null-items", field.conversion().skipNulls() ? "skip" : "refuse");
    }
    if (field.type() == FieldType.JSON) {
      node.put("max-length", checks.maxLength());
    }
    if (field.type().item() == FieldType.TEXT) {
      texts(node.putArray("clean"), field.cleanUps().stream().map(CleanUp::word).toList());
      node.put("min-length", checks.minLength()).put("max-length", checks.maxLength());
      checks.pattern().ifPresent(pattern -> node.put("pattern", pattern.pattern()));
      if (!checks.oneOf().isEmpty()) {
        texts(node.putArray("one-of"), checks.oneOf());
      }
      if (checks.email()) {
        node.put("format", "email");
      }
    }
    conversion(node, field);
  }

  private static void conversion(ObjectNode node, Field field) {
    Conversion conversion = field.conversion();
    TimeFormat time = conversion.time();
    if (conversion.json()) {
      node.put("format", "json");
    } else if (field.type().item() == FieldType.BLOB) {
      node.put("encoding", conversion.hex() ? "hex" : "base64");
    } else if (field.type().item() == FieldType.TIMESTAMP
        || field.type().item() == FieldType.DATE) {
      node.put("format", word(time));
      time.zone().ifPresent(zone -> node.put("zone", zone.getId()));
    } else if (field.type().item() == FieldType.BOOLEAN) {
      texts(node.putArray("true-words"), conversion.trueWords());
      texts(node.putArray("false-words"), conversion.falseWords());
    }
    node.put("on-error", conversion.onError().word());
    conversion.fallback().ifPresent(value -> node.set("default", json(field, value)));
  }

  private static String word(TimeFormat time) {
    return time.epoch() ? time.unit().word() : time.pattern().orElse("iso");
  }

  /** A literal of the event; JSON itself is a text, as in a definition. */
  private static JsonNode json(Field field, String literal) {
    if (field.type() == FieldType.JSON) {
      return JSON.getNodeFactory().textNode(literal);
    }
    try {
      return JSON.readTree(literal);
    } catch (JsonProcessingException none) {
      throw new IllegalArgumentException("no JSON: " + literal, none);
    }
  }

  private static String template(Origin.Joined joined) {
    return joined.parts().stream()
            .map(
                part ->
                    part.before()
                        + part.alternatives().stream()
                            .map(JsonPointer::toString)
                            .collect(Collectors.joining("|", "{", "}")))
            .collect(Collectors.joining())
        + joined.suffix();
  }

  private static void topic(ObjectNode node, Topic topic) {
    node.put("name", topic.name())
        .put("partitions", topic.partitions())
        .put("replication", topic.replication())
        .put("max-record-bytes", topic.maxRecordBytes());
    TopicFormat format = topic.format();
    // Nothing of plain JSON: what was written of such a definition before is what is written now.
    if (format.hasSchema()) {
      node.put("format", format.encoding().word())
          .put("schema-id", format.schemaId().word())
          .put("subject", format.subject().word())
          .put("compatibility", format.compatibility().word());
    }
  }

  private static void dag(ObjectNode node, Dag dag) {
    RecordLimit superseded = dag.maxSuperseded();
    node.put("id", dag.id()).put("schedule", dag.schedule().orElse("none"));
    if (dag.readsAll()) {
      node.put("records", "all");
    } else {
      node.put("records", dag.records());
    }
    node.put(
        "max-superseded", superseded.most().toPlainString() + (superseded.percent() ? "%" : ""));
    dag.interval().ifPresent(interval -> node.put("interval", interval.word()));
    node.put("catchup", dag.catchup());
    dag.start().ifPresent(start -> node.put("start", start.toString()));
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  /** Without an exponent, which a definition has none of. */
  private static BigDecimal plain(BigDecimal number) {
    return new BigDecimal(number.toPlainString());
  }

  static String duration(Duration span) {
    return span.toMillis() % 1_000 == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
  }
}
