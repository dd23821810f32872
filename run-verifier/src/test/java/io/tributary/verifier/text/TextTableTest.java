package io.tributary.verifier.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void toString_alignsColumns_andShortensLongCells() {
    TextTable table = new TextTable(List.of("id", "name", "note"));
    table.add(List.of("1", "🙂🙂", "x".repeat(30)));
    table.add(List.of("20", "Ann", ""));

    assertThat(table.toString().lines())
        .containsExactly(
            "id  name  note",
            "--  ----  ------------------------",
            "1   🙂🙂    xxxxxxxxxxxxxxxxxxxxxxx…",
            "20  Ann");
  }
}
