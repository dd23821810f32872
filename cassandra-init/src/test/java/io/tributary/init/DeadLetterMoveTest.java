package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.cql.DeadLetterCql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DeadLetterMoveTest {
  private static TableShape former(UnaryOperator<Column> change) {
    List<Column> columns = new ArrayList<>();
    DeadLetterCql.columns()
        .forEach(
            (name, type) -> {
              int partition = List.of("pipeline", "day").indexOf(name);
              int clustering = DeadLetterCql.clusteringColumns().indexOf(name);
              Column column =
                  partition >= 0
                      ? Column.partitionKey(name, type, partition)
                      : clustering >= 0
                          ? Column.clustering(name, type, clustering)
                          : Column.regular(name, type);
              if (!name.equals("bucket")) {
                columns.add(change.apply(column));
              }
            });
    return TableShape.of(columns, List.of(), Map.of());
  }

  private static PresentKeyspace with(String table, TableShape shape) {
    return new PresentKeyspace(Replication.parse("1"), true, Map.of(table, shape));
  }

  private static boolean isNeeded(UnaryOperator<Column> change) {
    return DeadLetterMove.isNeeded(with("dead_letters", former(change)));
  }

  @Test
  void isNeeded_whenATableOfAFormerVersionIsThere_movingOrNot() {
    assertThat(isNeeded(UnaryOperator.identity())).isTrue();
    assertThat(DeadLetterMove.isNeeded(with("dead_letters", moving(former(column -> column)))))
        .isTrue();
  }

  @Test
  void isNeeded_whenAMoveWasNotFinished() {
    TableShape current = WantedTable.of(new DeadLetterCql("shop").table()).shape();
    assertThat(DeadLetterMove.isNeeded(with("dead_letters_by_day", current))).isFalse();
    PresentKeyspace unfinished = with("dead_letters_by_day", moving(current));
    assertThat(DeadLetterMove.isNeeded(unfinished)).isTrue();
    assertThat(DeadLetterMove.after(unfinished).tables())
        .containsEntry("dead_letters_by_day", current);
  }

  @Test
  void isNotNeeded_byATableOfThatNameThatIsAnothers() {
    assertThat(
            isNeeded(
                column ->
                    column.name().equals("offset")
                        ? new Column("offset", "bigint", column.kind(), 2, Column.Order.DESC)
                        : column))
        .isFalse();
    assertThat(
            isNeeded(
                column -> column.name().equals("value") ? Column.regular("value", "text") : column))
        .isFalse();
  }

  private static TableShape moving(TableShape table) {
    return table.renamed("pipeline", "moving_pipeline");
  }
}
