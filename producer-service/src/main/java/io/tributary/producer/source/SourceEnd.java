package io.tributary.producer.source;

/**
 * How it was seen that the source has no more.
 *
 * @param how a clause about the source's answers
 * @param doubtful whether a mistake in the definition would look the same
 */
public record SourceEnd(Kind kind, String how, boolean doubtful) {

  /** The ways in which sources end; docs/sources.md has a table of them. */
  public enum Kind {
    /** The definition says that one answer has everything. */
    ONE_ANSWER("one-answer"),
    /** The run begins where the present is: there is no window to read yet. */
    NO_WINDOW("no-window"),
    /** The definition says which page is the last. */
    LAST_PAGE("last-page"),
    /** A page without records. */
    EMPTY_PAGE("empty-page"),
    /** As many pages without records in a row as the definition allows. */
    EMPTY_PAGES("empty-pages"),
    /** No token, URL or link to another page. */
    NO_NEXT("no-next"),
    /** An end mark of the definition instead of a token or URL. */
    END_MARK("end-mark"),
    /** The answer says that there is no more. */
    HAS_MORE_FALSE("has-more-false"),
    /** As many records as the answer says that there are. */
    TOTAL_REACHED("total-reached"),
    /** Status 204 behind a page. */
    NO_CONTENT("no-content"),
    /** Nothing, or null, in place of the list of records, behind a page that had one. */
    NO_LIST("no-list"),
    /** Status 404, 410 or 416 behind a page, or 400 or 422 behind a short one. */
    NOT_FOUND("not-found"),
    /** The last page, shorter than another, whatever page is asked for. */
    LAST_PAGE_AGAIN("last-page-again"),
    /** A status that the definition ignores. */
    STATUS_IGNORED("status-ignored");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name in receipts. */
    public String word() {
      return word;
    }
  }
}
