package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTablesTest {
  private final RowTables tables = new RowTables();

  @Test
  void tables_areKept_whileTheDefinitionStays() {
    List<RowTable> first = tables.of(Readings.PIPELINE);

    assertThat(tables.of(Readings.PIPELINE)).isSameAs(first);
    assertThat(first)
        .extracting(table -> table.table().name())
        .containsExactly("readings", "readings_by_place");
  }

  @Test
  void tables_followTheDefinition_whenItIsReadAgain() throws Exception {
    tables.of(Readings.PIPELINE);
    Pipeline changed =
        Pipeline.parse(
            Path.of("readings.yaml"),
            Readings.DEFINITION.replace("name: note,", "name: remark,").getBytes(UTF_8));

    RowTable main = tables.of(changed).get(0);

    assertThat(main.fields()).extracting(Field::name).contains("remark").doesNotContain("note");
    assertThat(main.select(1)).contains("WRITETIME(remark)").endsWith(" WHERE id = ?");
  }
}
