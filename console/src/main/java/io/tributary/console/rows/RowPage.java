package io.tributary.console.rows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of a table.
 *
 * @param next Cassandra's paging state of what follows; nothing on the last page
 */
public record RowPage(List<TableRow> rows, Optional<ByteBuffer> next) {
  public RowPage {
    rows = List.copyOf(rows);
  }
}
