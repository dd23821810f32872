package io.tributary.simulator.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a source may do instead of answering as it should. */
public enum Fault {
  /** Status 429, as after too many requests. */
  TOO_MANY_REQUESTS("429"),
  SERVER_ERROR("500"),
  BAD_GATEWAY("502"),
  UNAVAILABLE("503"),
  GATEWAY_TIMEOUT("504"),
  /** No answer at all; the connection is closed after a long while. */
  TIMEOUT("timeout"),
  /** Status 200 with an error as its body. */
  ERROR_BODY("error-body"),
  /** No records, as during an outage. */
  EMPTY("empty"),
  /** JSON that ends in the middle of a record; the answer is complete as far as HTTP goes. */
  TRUNCATED("truncated"),
  /** The connection is closed in the middle of the answer. */
  DISCONNECT("disconnect"),
  /** A web page. */
  NOT_JSON("not-json"),
  /** Half of the records asked for, rounded down. */
  SHORT("short"),
  /** Records that cannot be mapped; every N-th record of a page, not every N-th request. */
  BAD_RECORD("bad-record");

  private final String word;

  Fault(String word) {
    this.word = word;
  }

  /** The name on the command line. */
  public String word() {
    return word;
  }

  public static Optional<Fault> named(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word.equals(word.trim())).findFirst();
  }

  /** All names, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "));
  }
}
