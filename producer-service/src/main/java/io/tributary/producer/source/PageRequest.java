package io.tributary.producer.source;

import okhttp3.HttpUrl;

/**
 * One page to ask for.
 *
 * @param number of the page within the run's source, counted from 1
 * @param place what its records' cursors begin with: the seed and the page's number, the offset,
 *     the token, or how many pages were before
 * @param size records asked for, 1 or more
 * @param wanted the most records of the page that the run has a use for, 1 or more
 */
public record PageRequest(int number, String place, HttpUrl url, int size, long wanted) {

  /** Where the record at {@code index} of the page, counted from 0, is in the source. */
  String cursor(int index) {
    return place + "/" + index;
  }
}
