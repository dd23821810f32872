package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/** How a source hands out more records than fit into one answer. */
public sealed interface Paging {

  /** The most records that one request asks for. */
  int pageSize();

  /**
   * Numbered pages: {@code ?page=3&results=5000&seed=…}.
   *
   * @param pageParameter name of the parameter with the page's number; the first page is 1
   * @param sizeParameter name of the parameter with the number of records asked for
   * @param seedParameter name of the parameter that makes pages repeatable, if the source has one
   * @param pageSize records per page, 1 or more
   * @param lastPage the highest page number that the source knows
   */
  record Numbered(
      String pageParameter,
      Optional<String> sizeParameter,
      Optional<String> seedParameter,
      int pageSize,
      int lastPage)
      implements Paging {}

  /**
   * Pages chained by a token: each answer names the next.
   *
   * @param tokenParameter name of the parameter that carries the token; the first request has none
   * @param next where an answer keeps the next page's token; absent, null or empty there ends the
   *     source
   * @param sizeParameter name of the parameter with the number of records asked for, if the source
   *     takes one
   * @param pageSize records per page, 1 or more
   */
  record Token(
      String tokenParameter, JsonPointer next, Optional<String> sizeParameter, int pageSize)
      implements Paging {}

  /** One answer has everything. */
  record None() implements Paging {
    @Override
    public int pageSize() {
      return Integer.MAX_VALUE;
    }
  }
}
