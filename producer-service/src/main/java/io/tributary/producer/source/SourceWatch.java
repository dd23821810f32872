package io.tributary.producer.source;

import java.time.Duration;

/** Is told when asking the source stands still, and when it goes on. */
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
