package io.tributary.console.rows;

import io.tributary.console.mask.Masks;
import io.tributary.console.web.Visitor;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * One of a pipeline's tables with all that its queries have in common, so that a look-up need not
 * find it out each time. Immutable.
 */
public final class RowTable {
  private final Pipeline pipeline;
  private final Table table;
  private final List<Field> fields;
  private final List<Field> keyFields;
  private final int timedFields;
  private final List<String> selects = new ArrayList<>();
  private final Masks operators;
  private final Masks viewers;

  private RowTable(Pipeline pipeline, Table table) {
    TableCql cql = new TableCql(pipeline.event(), table);
    this.pipeline = pipeline;
    this.table = table;
    this.fields = cql.fields();
    this.keyFields =
        table.key().stream()
            .map(
                name ->
                    fields.stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .orElseThrow())
            .toList();
    this.timedFields = cql.timedFields().size();
    for (int given = 0; given <= keyFields.size(); given++) {
      // what selects by a part of a partition's key is never used
      selects.add(cql.selectRows(given));
    }
    this.operators = Masks.of(pipeline, true);
    this.viewers = Masks.of(pipeline, false);
  }

  /** All tables of a pipeline, in its order. */
  static List<RowTable> ofAll(Pipeline pipeline) {
    return pipeline.tables().stream().map(table -> new RowTable(pipeline, table)).toList();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  Table table() {
    return table;
  }

  /** The fields that are columns, in the order of {@link #select}. */
  List<Field> fields() {
    return fields;
  }

  /** The fields that make the table's key, in its order. */
  List<Field> keyFields() {
    return keyFields;
  }

  /** How many columns tell their write time. */
  int timedFields() {
    return timedFields;
  }

  /**
   * The statement.
   *
   * @param given how many of {@link #keyFields} have a value: its markers
   */
  String select(int given) {
    return selects.get(given);
  }

  /** What a visitor may see of it. */
  Masks masks(Visitor visitor) {
    return visitor.isOperator() ? operators : viewers;
  }
}
