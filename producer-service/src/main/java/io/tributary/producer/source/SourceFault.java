package io.tributary.producer.source;

import java.time.Duration;
import java.util.Optional;

/** One request to the source that did not give the page it asked for. */
final class SourceFault extends Exception {

  /** What was wrong, and what follows from it. */
  enum Kind {
    /** 429: too much was asked. */
    RATE_LIMITED(true, false),
    /** 5xx, 408 or 425: the source is in trouble. */
    SERVER_ERROR(true, false),
    /** 404, or what else says that there is no such page: 400, 410, 416, 422. */
    NOT_FOUND(false, false),
    /** Any other status but 200: asking again would get the same. */
    REFUSED_REQUEST(false, false),
    /** A redirect that must not, or cannot, be followed. */
    BAD_REDIRECT(false, false),
    /** The server is not who it says it is. */
    NOT_TRUSTED(false, false),
    /** No connection: refused, no route, no such host. */
    UNREACHABLE(true, false),
    /** No answer, or not the whole of it, in time. */
    TIME_OUT(true, true),
    /** The connection ended in the middle of the answer. */
    CUT_OFF(true, true),
    /** An answer beyond what we are willing to hold in memory. */
    TOO_LARGE(false, true),
    /** A 200 whose body is the source's error message. */
    ERROR_BODY(true, true),
    /** A 200 whose body is no page: not JSON, cut off, no array of records. */
    NOT_A_PAGE(true, true),
    /** A page without records where there must be some. */
    NO_RECORDS(true, true),
    /** A page with fewer records than asked for where there must be all. */
    FEWER_RECORDS(true, true),
    /** A page whose successor is itself. */
    ENDLESS(false, true);

    private final boolean again;
    private final boolean counted;

    Kind(boolean again, boolean counted) {
      this.again = again;
      this.counted = counted;
    }
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  SourceFault(Kind kind, String what) {
    this(kind, what, Optional.empty());
  }

  /**
   * @param what continues the sentence "the source …"
   * @param retryAfter how long the source asks to be left alone, if it says
   */
  SourceFault(Kind kind, String what, Optional<Duration> retryAfter) {
    super(what);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  /** Continues the sentence "the source …". */
  String what() {
    return String.valueOf(getMessage());
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether the same request may get its page another time. */
  boolean again() {
    return kind.again;
  }

  /** Whether the source may have counted the records asked for against its limit. */
  boolean counted() {
    return kind.counted;
  }
}
