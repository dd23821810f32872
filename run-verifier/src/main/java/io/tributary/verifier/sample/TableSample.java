package io.tributary.verifier.sample;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.CqlNames;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.verifier.deadletter.CassandraDeadLetters;
import io.tributary.verifier.text.Printable;
import io.tributary.verifier.text.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A few rows of one of a pipeline's tables and its counts. */
public final class TableSample {
  private static final Duration PAGE_TIMEOUT = Duration.ofMinutes(1);

  private final CqlSession session;
  private final Pipeline pipeline;
  private final TableCql table;

  /** Of the main table. */
  public TableSample(CqlSession session, Pipeline pipeline) {
    this(session, pipeline, pipeline.mainTable());
  }

  /**
   * @param table one of the pipeline's
   */
  public TableSample(CqlSession session, Pipeline pipeline, Table table) {
    this.session = session;
    this.pipeline = pipeline;
    this.table = new TableCql(pipeline.event(), table);
  }

  /**
   * Some rows.
   *
   * @param text to print: a head line, a rule, and a line for each row
   */
  public record Shown(String text, int count) {}

  /**
   * Some rows, for people.
   *
   * @throws CommandFailedException when there is no such table
   */
  public Shown rows(int most) throws CommandFailedException {
    List<String> columns = columns();
    TextTable shown = new TextTable(columns);
    List<Row> rows = select(columns, most);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < columns.size(); column++) {
        Object value = ColumnValue.of(row, column);
        cells.add(value == null ? "" : Printable.escaped(ColumnValue.text(value)));
      }
      shown.add(cells);
    }
    return new Shown(shown.toString(), rows.size());
  }

  /**
   * Some rows, each as one line of JSON with the fields in the definition's order.
   *
   * @throws CommandFailedException when there is no such table
   */
  public List<String> json(int most) throws CommandFailedException {
    List<String> columns = columns();
    return select(columns, most).stream().map(row -> json(columns, row)).toList();
  }

  private static String json(List<String> columns, Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int column = 0; column < columns.size(); column++) {
      Object value = ColumnValue.of(row, column);
      json.set(columns.get(column), value == null ? json.nullNode() : ColumnValue.json(value));
    }
    return json.toString();
  }

  private List<String> columns() {
    return table.fields().stream().map(Field::name).toList();
  }

  private List<Row> select(List<String> columns, int most) throws CommandFailedException {
    try {
      return session
          .execute(
              String.format(
                  Locale.ROOT,
                  "SELECT %s FROM %s LIMIT %d",
                  columns.stream().map(CqlNames::quoted).collect(Collectors.joining(", ")),
                  table.name(),
                  most))
          .all();
    } catch (InvalidQueryException noTable) {
      throw new CommandFailedException(
          "The rows of pipeline %s are to be in %s, but Cassandra says: %s. The command init, or a demo, makes the table; --pipeline names another definition."
              .formatted(pipeline.name(), table.name(), noTable.getMessage()),
          noTable);
    }
  }

  /**
   * How many rows the table has. Reads all keys, page by page, and counts here: Cassandra gives a
   * {@code COUNT(*)} no more than seconds, however many rows there are.
   */
  public long countRows() {
    long rows = 0;
    for (Row ignored :
        session.execute(SimpleStatement.newInstance(table.selectKeys()).setTimeout(PAGE_TIMEOUT))) {
      rows++;
    }
    return rows;
  }

  /** How many dead letters the pipeline has. Reads them all: for few. */
  public long countDeadLetters() throws CommandFailedException, InterruptedException {
    return new CassandraDeadLetters(session, pipeline).count();
  }
}
