package io.tributary.producer.source;

import java.time.Duration;
import java.util.Optional;

/** One request to the source that did not give the page it asked for. */
final class SourceFault extends Exception {

  /** How often a request whose fault it was is sent again. */
  enum Retry {
    /** Asking again would get the same. */
    NEVER,
    /** Asking again would get the same, unless something on the way gave one odd answer. */
    ONCE,
    /** Until the run gives up: the fault may pass. */
    UNTIL_GIVEN_UP
  }

  /** What was wrong, and what follows from it. */
  enum Kind {
    /** 429: too much was asked. */
    RATE_LIMITED(Retry.UNTIL_GIVEN_UP, false),
    /** 5xx, 408 or 425: the source is in trouble. */
    SERVER_ERROR(Retry.UNTIL_GIVEN_UP, false),
    /** 404, or what else says that there is no such page: 400, 410, 416, 422. */
    NOT_FOUND(Retry.NEVER, false),
    /** Any other status but 200. */
    REFUSED_REQUEST(Retry.NEVER, false),
    /** The token endpoint gives no access token, now. */
    NO_TOKEN(Retry.UNTIL_GIVEN_UP, false),
    /** The token endpoint gives no access token, whenever it is asked. */
    TOKEN_REFUSED(Retry.NEVER, false),
    /** A redirect that must not, or cannot, be followed. */
    BAD_REDIRECT(Retry.NEVER, false),
    /** The server is not who it says it is. */
    NOT_TRUSTED(Retry.NEVER, false),
    /** No connection: refused, no route, no such host. */
    UNREACHABLE(Retry.UNTIL_GIVEN_UP, false),
    /** No answer, or not the whole of it, in time. */
    TIME_OUT(Retry.UNTIL_GIVEN_UP, true),
    /** The connection ended in the middle of the answer. */
    CUT_OFF(Retry.UNTIL_GIVEN_UP, true),
    /** An answer beyond what we are willing to hold in memory. */
    TOO_LARGE(Retry.NEVER, true),
    /** An answer in an encoding or a charset that we cannot read. */
    UNREADABLE(Retry.ONCE, true),
    /** A 200 whose body is the source's error message. */
    ERROR_BODY(Retry.UNTIL_GIVEN_UP, true),
    /** A 200 whose body is no page: not JSON, cut off, no array of records. */
    NOT_A_PAGE(Retry.UNTIL_GIVEN_UP, true),
    /** A first page that is whole, but not of the kind that the definition expects. */
    OTHER_SHAPE(Retry.ONCE, true),
    /** A page without records where there must be some. */
    NO_RECORDS(Retry.UNTIL_GIVEN_UP, true),
    /** A page with fewer records than asked for where there must be all. */
    FEWER_RECORDS(Retry.UNTIL_GIVEN_UP, true),
    /** A first page without records, of a source that has an end. */
    EMPTY_SOURCE(Retry.ONCE, true);

    private final Retry retry;
    private final boolean counted;

    Kind(Retry retry, boolean counted) {
      this.retry = retry;
      this.counted = counted;
    }
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<String> advice;
  private final int status;

  SourceFault(Kind kind, String what) {
    this(kind, what, Optional.empty(), Optional.empty());
  }

  SourceFault(Kind kind, String what, String advice) {
    this(kind, what, Optional.of(advice), Optional.empty());
  }

  SourceFault(Kind kind, String what, Optional<String> advice, Optional<Duration> retryAfter) {
    this(kind, what, advice, retryAfter, 0);
  }

  /**
   * @param what continues the sentence "the source …"
   * @param advice what to check or change, if there is something
   * @param retryAfter how long the source asks to be left alone, if it says
   * @param status of the answer; 0 where that was not what was wrong
   */
  SourceFault(
      Kind kind, String what, Optional<String> advice, Optional<Duration> retryAfter, int status) {
    super(what);
    this.kind = kind;
    this.status = status;
    this.advice = advice;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  /** Continues the sentence "the source …". */
  String what() {
    return String.valueOf(getMessage());
  }

  /** The answer's status; 0 where that was not what was wrong. */
  int status() {
    return status;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** What to check or change. */
  Optional<String> advice() {
    return advice;
  }

  /** How often the same request may be sent again. */
  Retry retry() {
    return kind.retry;
  }

  /** Whether the source may have counted the records asked for against its limit. */
  boolean counted() {
    return kind.counted;
  }
}
