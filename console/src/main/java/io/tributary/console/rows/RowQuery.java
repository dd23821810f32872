package io.tributary.console.rows;

import io.tributary.console.web.Parameters;
import io.tributary.console.web.ProblemException;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which rows are asked for: all of a table, those of a partition, or those whose key begins with
 * some values.
 *
 * @param keyTexts values of the first columns of the table's key, as they were given
 * @param keyValues the same as the driver takes them
 */
public record RowQuery(RowTable of, List<String> keyTexts, List<Object> keyValues, int limit) {
  /** Rows of a page unless a request says otherwise. */
  public static final int ROWS_OF_A_PAGE = 50;

  /** Rows of a page at most. */
  public static final int MOST_ROWS_OF_A_PAGE = 500;

  private static final String TABLE = "table";
  private static final String KEY = "key";
  private static final String LIMIT = "limit";
  private static final String CURSOR = "cursor";

  public RowQuery {
    keyTexts = List.copyOf(keyTexts);
    keyValues = List.copyOf(keyValues);
  }

  /** The names of the parameters that {@link #of} and a cursor take. */
  static String[] parameters() {
    return new String[] {TABLE, KEY, LIMIT, CURSOR};
  }

  /**
   * What a request asks for.
   *
   * @param tables of the pipeline; the first one is meant where none is named
   * @throws ProblemException when a parameter cannot be used
   */
  static RowQuery of(List<RowTable> tables, Parameters parameters) {
    return of(tables, parameters, parameters.all(KEY));
  }

  /**
   * The same of a form, which sends fields that were left empty, too: no column of a key has an
   * empty value.
   */
  static RowQuery ofForm(List<RowTable> tables, Parameters parameters) {
    return of(tables, parameters, withoutEmptyEnd(parameters.all(KEY)));
  }

  private static RowQuery of(List<RowTable> tables, Parameters parameters, List<String> texts) {
    RowTable table =
        parameters.text(TABLE).map(name -> named(tables, name)).orElseGet(() -> tables.get(0));
    return new RowQuery(
        table,
        texts,
        values(table, texts),
        parameters.number(LIMIT, ROWS_OF_A_PAGE, 1, MOST_ROWS_OF_A_PAGE));
  }

  private static RowTable named(List<RowTable> tables, String name) {
    return tables.stream()
        .filter(table -> table.table().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Parameters.wrong(
                    TABLE,
                    name,
                    "one of "
                        + tables.stream()
                            .map(table -> table.table().name())
                            .collect(Collectors.joining(", "))));
  }

  private static List<String> withoutEmptyEnd(List<String> texts) {
    int size = texts.size();
    while (size > 0 && texts.get(size - 1).isEmpty()) {
      size--;
    }
    return texts.subList(0, size);
  }

  private static List<Object> values(RowTable of, List<String> texts) {
    Table table = of.table();
    List<Field> key = of.keyFields();
    if (texts.size() > key.size()) {
      throw ProblemException.badRequest(
          "The parameter key is given %s times, but the key of table %s is %s: give one value for each column, in this order."
              .formatted(texts.size(), table.name(), named(key)));
    }
    if (!texts.isEmpty() && texts.size() < table.partitionKey().size()) {
      throw ProblemException.badRequest(
          "The key has a value for %s only, but rows of table %s are found by %s: give the parameter key once for each, in this order."
              .formatted(
                  named(key.subList(0, texts.size())),
                  table.name(),
                  String.join(", ", table.partitionKey())));
    }
    List<Object> values = new ArrayList<>();
    for (int part = 0; part < texts.size(); part++) {
      values.add(value(key.get(part), texts.get(part)));
    }
    return values;
  }

  /** Columns, for people. */
  private static String named(List<Field> columns) {
    return columns.stream().map(Field::name).collect(Collectors.joining(", "));
  }

  private static Object value(Field field, String text) {
    return Optional.of(text)
        .filter(given -> !given.isEmpty())
        .flatMap(given -> KeyText.read(field.type().item(), given))
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "The key's %s is %s, expected %s."
                        .formatted(
                            field.name(),
                            Quoted.quote(text),
                            KeyText.expected(field.type().item()))));
  }

  public Pipeline pipeline() {
    return of.pipeline();
  }

  public Table table() {
    return of.table();
  }

  /** Whether there can be one row at most. */
  public boolean isWholeKey() {
    return keyTexts.size() == of.keyFields().size();
  }

  /** The names of the columns of the key that have a value. */
  List<String> keyColumns() {
    return of.keyFields().stream().limit(keyTexts.size()).map(Field::name).toList();
  }

  /** The statement; its markers are {@link #keyValues}. */
  String cql() {
    return of.select(keyTexts.size());
  }

  /** The fields that are columns, in the order of the statement's. */
  public List<Field> fields() {
    return of.fields();
  }
}
