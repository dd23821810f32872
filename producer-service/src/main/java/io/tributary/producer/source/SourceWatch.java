package io.tributary.producer.source;

import java.time.Duration;

/** Notified when requests to the source stop succeeding, and when they succeed again. */
public interface SourceWatch {

  /** The source's rate limit is used up. */
  void limited(Duration wait);

  /**
   * A request gave no page and is sent again.
   *
   * @param request which one, without what may be secret
   * @param kind the fault's name
   * @param what continues the sentence "the source …"
   */
  void failing(String request, String kind, String what, Duration wait);

  /** A page came. */
  void page(FetchedPage page);
}
