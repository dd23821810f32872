package io.tributary.producer.source;

import io.tributary.producer.source.SourceEnd.Kind;

/**
 * An answer that is not a page, but tells that there is none.
 *
 * @param end how the source ends, if this is its end
 * @param what a clause about the answer, without the page's number
 */
record NoPage(Kind end, String what) {

  /** Whether the definition says to take no notice of the answer. */
  boolean isIgnored() {
    return end == Kind.STATUS_IGNORED;
  }
}
