package io.tributary.producer.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Origin;
import io.tributary.producer.sample.SampledPage.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A sampled page for people, and as JSON for programs. */
public final class SampleReport {
  private static final int MOST_ROWS = 5;
  private static final int MOST_REJECTED = 10;
  private static final int LONGEST_VALUE = 100;

  private final SampledPage sampled;

  public SampleReport(SampledPage sampled) {
    this.sampled = sampled;
  }

  /**
   * @param width of the terminal in characters
   */
  public String text(int width) {
    List<String> parts = new ArrayList<>();
    parts.add(
        String.format(
            Locale.ROOT,
            "%s: %,d records, %,d mapped, %,d rejected",
            sampled.from(),
            sampled.records(),
            sampled.rows().size(),
            sampled.rejected().size()));
    if (!sampled.rows().isEmpty()) {
      parts.add(rows(width));
    }
    parts.add(columns(width));
    if (!sampled.rejected().isEmpty()) {
      parts.add(rejected());
    }
    if (sampled.deletions() > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "deletes: %,d of %,d records delete their row",
              sampled.deletions(),
              sampled.records()));
    }
    parts.add(paging());
    parts.add(doubts());
    return String.join("\n\n", parts);
  }

  private String rows(int width) {
    List<Field> fields = sampled.pipeline().event().fields();
    FittedTable table = new FittedTable(width, fields.stream().map(Field::name).toList());
    for (JsonNode row : sampled.rows().subList(0, Math.min(MOST_ROWS, sampled.rows().size()))) {
      table.add(fields.stream().map(field -> row.path(field.name()).asText("")).toList());
    }
    return table.toString();
  }

  private String columns(int width) {
    List<Field> fields = sampled.pipeline().event().fields();
    FittedTable table = new FittedTable(width, List.of("column", "type", "values", "from"));
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      table.add(
          List.of(
              field.name(),
              field.type().word(),
              String.format(Locale.ROOT, "%,d", sampled.filled().get(i)),
              pointers(field)));
    }
    return table.toString();
  }

  private static String pointers(Field field) {
    return field.origin() instanceof Origin.Outside outside
        ? outside.written()
        : field.origin().pointers().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private String rejected() {
    List<String> lines = new ArrayList<>();
    lines.add("rejected (records are counted from 1):");
    sampled.rejected().stream().limit(MOST_REJECTED).map(SampleReport::line).forEach(lines::add);
    int others = sampled.rejected().size() - MOST_REJECTED;
    if (others > 0) {
      lines.add(String.format(Locale.ROOT, "  and %,d more (--json has all)", others));
    }
    return String.join("\n", lines);
  }

  private static String line(RejectedRecord record) {
    String field = record.refusal().field();
    String where =
        field == null
            ? ""
            : " %s%s%s:"
                .formatted(
                    field,
                    record.pointers().isEmpty() ? "" : " (from " + record.pointers() + ")",
                    record.value().map(value -> " = " + shortened(value)).orElse(""));
    return String.format(
        Locale.ROOT,
        "  record %,d:%s %s (%s)",
        record.index() + 1,
        where,
        record.refusal().detail(),
        record.refusal().reason());
  }

  private static String shortened(JsonNode value) {
    String text = value.toString().replaceAll("[\\p{Cntrl}\\p{Cf}]", "·");
    return text.length() <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
  }

  private String paging() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "next:  "
            + sampled
                .next()
                .or(() -> sampled.end().map(end -> "none; the source ends here: " + end.how()))
                .orElse("none"));
    List<String> says = new ArrayList<>();
    sampled
        .signs()
        .total()
        .ifPresent(total -> says.add(String.format(Locale.ROOT, "%,d records in all", total)));
    sampled
        .signs()
        .hasMore()
        .ifPresent(more -> says.add(more ? "there are more" : "there are no more"));
    sampled.signs().endMark().ifPresent(mark -> says.add("the end mark " + mark));
    lines.add("says:  " + (says.isEmpty() ? "nothing about its end" : String.join(", ", says)));
    return String.join("\n", lines);
  }

  private String doubts() {
    if (sampled.doubts().isEmpty()) {
      return "doubts: none";
    }
    return "doubts:\n"
        + sampled.doubts().stream()
            .map(doubt -> "  " + doubt.column().map(name -> name + ": ").orElse("") + doubt.what())
            .collect(Collectors.joining("\n"));
  }

  /** All of it on one line. */
  public String json() {
    ObjectNode json = SourceRecords.JSON.createObjectNode();
    json.put("pipeline", sampled.pipeline().name());
    json.put("from", sampled.from());
    json.put("records", sampled.records());
    json.put("mapped", sampled.rows().size());
    json.put("deleted", sampled.deletions());
    ArrayNode columns = json.putArray("columns");
    List<Field> fields = sampled.pipeline().event().fields();
    for (int i = 0; i < fields.size(); i++) {
      columns
          .addObject()
          .put("name", fields.get(i).name())
          .put("type", fields.get(i).type().word())
          .put("values", sampled.filled().get(i));
    }
    ArrayNode rows = json.putArray("rows");
    sampled.rows().forEach(rows::add);
    ArrayNode rejected = json.putArray("rejected");
    sampled.rejected().forEach(record -> write(record, rejected.addObject()));
    json.put("next", sampled.next().orElse(null));
    json.put("end", sampled.end().map(end -> end.kind().word()).orElse(null));
    sampled.signs().total().ifPresent(total -> json.put("total", total));
    sampled.signs().hasMore().ifPresent(more -> json.put("has_more", more));
    ArrayNode doubts = json.putArray("doubts");
    for (Doubt doubt : sampled.doubts()) {
      doubts
          .addObject()
          .put("kind", doubt.kind().word())
          .put("column", doubt.column().orElse(null))
          .put("what", doubt.what());
    }
    return json.toString();
  }

  private static void write(RejectedRecord record, ObjectNode json) {
    json.put("index", record.index());
    json.put("reason", record.refusal().reason().name());
    json.put("field", record.refusal().field());
    json.put("from", record.pointers());
    Optional<JsonNode> value = record.value();
    json.set("value", value.orElse(SourceRecords.JSON.nullNode()));
    json.put("detail", record.refusal().detail());
  }
}
