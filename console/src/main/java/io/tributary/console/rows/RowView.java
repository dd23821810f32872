package io.tributary.console.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.console.mask.Masks;
import io.tributary.console.web.Visitor;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.FieldType;
import io.tributary.verifier.sample.ColumnValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows as a visitor may see them: as cells of a page, as JSON and as CSV. */
public final class RowView {
  private static final int LONGEST_CELL = 300;
  private static final String LINE_END = "\r\n";

  private final List<Field> fields;
  private final Masks masks;
  private final Optional<String> hiddenKey;

  RowView(RowQuery query, Visitor visitor) {
    this.fields = query.fields();
    this.masks = query.of().masks(visitor);
    this.hiddenKey = query.table().key().stream().filter(masks::hides).findFirst();
  }

  /**
   * A value on a page.
   *
   * @param text empty where there is none
   * @param style class of the cell; empty for none
   */
  public record Cell(String text, String style) {}

  /** What the visitor may see of a column; nothing where it has no value. */
  private Optional<JsonNode> value(TableRow row, int column) {
    String name = fields.get(column).name();
    return Optional.ofNullable(row.values().get(column))
        .map(
            value ->
                masks.hides(name)
                    ? JsonNodeFactory.instance.textNode(Masks.MASK)
                    : ColumnValue.json(value));
  }

  /** Why values are masked; nothing where none is. */
  Optional<String> masked() {
    return masks.why();
  }

  /** The first column of the table's key whose values are masked. */
  Optional<String> hiddenKey() {
    return hiddenKey;
  }

  /** The values of a row; long ones are cut. */
  List<Cell> cells(TableRow row) {
    return Stream.iterate(0, column -> column < fields.size(), column -> column + 1)
        .map(
            column ->
                new Cell(
                    value(row, column).map(RowView::text).map(RowView::cut).orElse(""),
                    style(fields.get(column))))
        .toList();
  }

  /** The key of the row's record in its topic; nothing where it is not in the table, or masked. */
  Optional<String> recordKey(RowQuery query, TableRow row) {
    String key = query.pipeline().event().key();
    for (int column = 0; column < fields.size(); column++) {
      if (fields.get(column).name().equals(key) && !masks.hides(key)) {
        return value(row, column).map(RowView::text);
      }
    }
    return Optional.empty();
  }

  private String style(Field field) {
    if (masks.hides(field.name())) {
      return "masked";
    }
    return field.type() == FieldType.INT
            || field.type() == FieldType.BIGINT
            || field.type() == FieldType.DOUBLE
            || field.type() == FieldType.DECIMAL
        ? "number"
        : "";
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_CELL
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_CELL)) + "…";
  }

  /** A page as JSON; columns without a value are left out of a row. */
  ObjectNode json(RowQuery query, RowPage page, Optional<String> cursor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("table", query.table().fullName());
    ArrayNode rows = json.putArray("rows");
    page.rows().forEach(row -> rows.add(json(row)));
    cursor.ifPresent(text -> json.put("cursor", text));
    return json;
  }

  private ObjectNode json(TableRow row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode values = json.putObject("values");
    for (int column = 0; column < fields.size(); column++) {
      String name = fields.get(column).name();
      value(row, column).ifPresent(value -> values.set(name, value));
    }
    row.written().ifPresent(time -> json.put("written_at", time.toString()));
    row.expires().ifPresent(time -> json.put("expires_at", time.toString()));
    return json;
  }

  /**
   * A page as CSV (RFC 4180) with a head line. A column without a value is empty, an empty text is
   * {@code ""}.
   */
  String csv(RowPage page) {
    StringBuilder csv = new StringBuilder();
    csv.append(
            fields.stream()
                .map(Field::name)
                .map(RowView::quoted)
                .collect(Collectors.joining(",", "", ",written_at,expires_at")))
        .append(LINE_END);
    for (TableRow row : page.rows()) {
      for (int column = 0; column < fields.size(); column++) {
        value(row, column).map(RowView::text).map(RowView::quoted).ifPresent(csv::append);
        csv.append(',');
      }
      row.written().ifPresent(csv::append);
      csv.append(',');
      row.expires().ifPresent(csv::append);
      csv.append(LINE_END);
    }
    return csv.toString();
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
