package io.tributary.verifier.sample;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.command.CommandFailed;
import io.tributary.verifier.deadletter.DeadLetters;
import io.tributary.verifier.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A few rows of a pipeline's table and its counts. */
public final class TableSample {
  private static final Duration PAGE_TIMEOUT = Duration.ofMinutes(1);

  private final CqlSession session;
  private final Pipeline pipeline;

  public TableSample(CqlSession session, Pipeline pipeline) {
    this.session = session;
    this.pipeline = pipeline;
  }

  /** Some rows, as text to print: a head line, a rule, and a line for each row. */
  public String rows(int most) {
    List<String> columns = pipeline.event().fields().stream().map(Field::name).toList();
    TextTable table = new TextTable(columns);
    for (Row row :
        session.execute(
            "SELECT %s FROM %s LIMIT %d"
                .formatted(String.join(", ", columns), new TableCql(pipeline).name(), most))) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < columns.size(); column++) {
        Object value = row.getObject(column);
        cells.add(value == null ? "" : Printable.escaped(value.toString()));
      }
      table.add(cells);
    }
    return table.toString();
  }

  /**
   * How many rows the table has. Reads all keys, page by page, and counts here: Cassandra gives a
   * {@code COUNT(*)} no more than seconds, however many rows there are.
   */
  public long countRows() {
    long rows = 0;
    for (Row ignored :
        session.execute(
            SimpleStatement.newInstance(
                    "SELECT %s FROM %s"
                        .formatted(pipeline.table().key().get(0), new TableCql(pipeline).name()))
                .setTimeout(PAGE_TIMEOUT))) {
      rows++;
    }
    return rows;
  }

  /** How many dead letters the pipeline has. Reads them all: for few. */
  public long countDeadLetters() throws CommandFailed, InterruptedException {
    return new DeadLetters(session, pipeline).count();
  }
}
