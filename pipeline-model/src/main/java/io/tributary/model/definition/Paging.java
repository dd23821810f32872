package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/** How a source hands out more records than fit into one answer. */
public sealed interface Paging {

  /** The most records that one request asks for. */
  int pageSize();

  /** Name of the parameter with the number of records asked for, if the source takes one. */
  Optional<String> sizeParameter();

  /** How the source says that it has no more. */
  EndSigns ends();

  /**
   * Name of the query parameter that says which page is wanted; none where a template of the
   * request says it, and where the answers have URLs.
   */
  default Optional<String> placeParameter() {
    return Optional.empty();
  }

  /**
   * Numbered pages: {@code ?page=3&results=5000&seed=…}.
   *
   * @param placeParameter name of the parameter with the page's number, unless a template has it
   * @param seedParameter name of the parameter that makes pages repeatable, if the source has one
   * @param pageSize records per page, 1 or more
   * @param lastPage the highest page number that the source knows
   * @param firstPage the first page's number, 0 or more
   */
  record Numbered(
      Optional<String> placeParameter,
      Optional<String> sizeParameter,
      Optional<String> seedParameter,
      int pageSize,
      int lastPage,
      int firstPage,
      EndSigns ends)
      implements Paging {

    /** With a parameter for the page's number. */
    public Numbered(
        String pageParameter,
        Optional<String> sizeParameter,
        Optional<String> seedParameter,
        int pageSize,
        int lastPage,
        int firstPage,
        EndSigns ends) {
      this(
          Optional.of(pageParameter),
          sizeParameter,
          seedParameter,
          pageSize,
          lastPage,
          firstPage,
          ends);
    }

    /** From page 1, without signs of the end. */
    public Numbered(
        String pageParameter,
        Optional<String> sizeParameter,
        Optional<String> seedParameter,
        int pageSize,
        int lastPage) {
      this(pageParameter, sizeParameter, seedParameter, pageSize, lastPage, 1, EndSigns.NONE);
    }
  }

  /**
   * Each request says how many records to leave out: {@code ?offset=200&limit=100}.
   *
   * @param placeParameter name of the parameter with that number, unless a template has it
   * @param pageSize records per page, 1 or more
   * @param firstOffset the first record's offset, 0 or more
   */
  record Offset(
      Optional<String> placeParameter,
      Optional<String> sizeParameter,
      int pageSize,
      int firstOffset,
      EndSigns ends)
      implements Paging {

    /** With a parameter for the number. */
    public Offset(
        String offsetParameter,
        Optional<String> sizeParameter,
        int pageSize,
        int firstOffset,
        EndSigns ends) {
      this(Optional.of(offsetParameter), sizeParameter, pageSize, firstOffset, ends);
    }
  }

  /**
   * Pages chained by a token: each answer names the next.
   *
   * @param placeParameter name of the parameter that carries the token, unless a template does; the
   *     first request has none
   * @param next where an answer keeps the next page's token; absent, null, false, empty or an end
   *     mark there ends the source
   * @param pageSize records per page, 1 or more
   */
  record Token(
      Optional<String> placeParameter,
      JsonPointer next,
      Optional<String> sizeParameter,
      int pageSize,
      EndSigns ends)
      implements Paging {

    /** With a parameter for the token. */
    public Token(
        String tokenParameter,
        JsonPointer next,
        Optional<String> sizeParameter,
        int pageSize,
        EndSigns ends) {
      this(Optional.of(tokenParameter), next, sizeParameter, pageSize, ends);
    }

    /** Without further signs of the end. */
    public Token(
        String tokenParameter, JsonPointer next, Optional<String> sizeParameter, int pageSize) {
      this(tokenParameter, next, sizeParameter, pageSize, EndSigns.NONE);
    }
  }

  /**
   * Pages chained by URLs in the answers, absolute or relative to the answer's own.
   *
   * @param next where an answer keeps the next page's URL; absent, null, false, empty or an end
   *     mark there ends the source
   * @param sizeParameter for the first request; each URL has its own
   * @param pageSize records per page, 1 or more
   */
  record NextUrl(JsonPointer next, Optional<String> sizeParameter, int pageSize, EndSigns ends)
      implements Paging {}

  /**
   * Pages chained by the header {@code Link} (RFC 8288) with the relation {@code next}.
   *
   * @param sizeParameter for the first request; each link has its own
   * @param pageSize records per page, 1 or more
   */
  record LinkHeader(Optional<String> sizeParameter, int pageSize, EndSigns ends)
      implements Paging {}

  /**
   * Each request names the last record that the run has: {@code ?starting_after=ch_99}.
   *
   * @param placeParameter name of the parameter with that record's value, unless a template has it;
   *     the first request has none
   * @param value where a record keeps it
   * @param pageSize records per page, 1 or more
   */
  record Keyset(
      Optional<String> placeParameter,
      JsonPointer value,
      Optional<String> sizeParameter,
      int pageSize,
      EndSigns ends)
      implements Paging {

    /** With a parameter for the value. */
    public Keyset(
        String valueParameter,
        JsonPointer value,
        Optional<String> sizeParameter,
        int pageSize,
        EndSigns ends) {
      this(Optional.of(valueParameter), value, sizeParameter, pageSize, ends);
    }
  }

  /** One answer has everything. */
  record None() implements Paging {
    @Override
    public int pageSize() {
      return Integer.MAX_VALUE;
    }

    @Override
    public Optional<String> sizeParameter() {
      return Optional.empty();
    }

    @Override
    public EndSigns ends() {
      return EndSigns.NONE;
    }
  }
}
