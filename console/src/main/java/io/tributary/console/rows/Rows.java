package io.tributary.console.rows;

import io.tributary.console.platform.Answer;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The rows of pipelines' tables. Safe for several threads. */
@FunctionalInterface
public interface Rows {

  /**
   * A page of rows. It has fewer than asked for where rows are large, or where many were removed;
   * the next page has the rest.
   *
   * @param start where the page before ended
   */
  Answer<RowPage> page(RowQuery query, Optional<ByteBuffer> start);
}
