package io.tributary.producer.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * One page to ask for.
 *
 * @param number of the page within the run's source, counted from 1
 * @param place what its records' cursors begin with: the seed and the page's number, the offset,
 *     the token, or how many pages were before
 * @param url without credentials
 * @param size records asked for, 1 or more
 * @param wanted the most records of the page that the run has a use for, 1 or more
 * @param extras what the request has beside its URL
 * @param identity what tells it from other requests, however many records they ask for
 * @param each the values of {@code for-each} that it asks for
 */
public record PageRequest(
    int number,
    String place,
    HttpUrl url,
    int size,
    long wanted,
    Extras extras,
    String identity,
    Map<String, String> each) {

  /**
   * What a request has beside its URL.
   *
   * @param headers those of the definition
   */
  record Extras(String method, Map<String, String> headers, Optional<Body> body) {
    /** A plain GET request. */
    static final Extras NONE = new Extras("GET", Map.of(), Optional.empty());

    Extras {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
  }

  /** What is sent, unless a header names another type. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to the source, never compared
  record Body(String contentType, byte[] content) {}

  /** A plain GET request. */
  public PageRequest(int number, String place, HttpUrl url, int size, long wanted) {
    this(number, place, url, size, wanted, Extras.NONE, url.toString(), Map.of());
  }

  /**
   * The same of one of several readings of the source, named by where its records' cursors begin.
   */
  PageRequest within(String reading) {
    return new PageRequest(
        number, reading + "/" + place, url, size, wanted, extras, identity, each);
  }

  /** Where the record at {@code index} of the page, counted from 0, is in the source. */
  String cursor(int index) {
    return place + "/" + index;
  }
}
