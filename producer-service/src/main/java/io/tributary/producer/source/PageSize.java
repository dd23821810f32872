package io.tributary.producer.source;

import io.tributary.model.definition.Paging;
import io.tributary.model.definition.RateLimit;
import io.tributary.model.definition.Source;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How many records a full page of a run has. It depends on nothing but the definition and what the
 * run was asked for, because a run that is done again must find each record at the same cursor.
 */
final class PageSize {
  private PageSize() {}

  /**
   * The largest page that the source gives and its rate limit allows; with a {@code rate} (records
   * per second) one second's worth, so that no record waits long for its turn, unless the source
   * has too few page numbers for that.
   *
   * @param records that the run will need, as far as that is known
   */
  static int of(Source source, OptionalDouble rate, OptionalLong records) {
    Paging paging = source.paging();
    if (!source.takesSize()) {
      return paging.pageSize();
    }
    int allowed = source.rateLimit().map(RateLimit::records).orElse(Integer.MAX_VALUE);
    int largest = Math.min(paging.pageSize(), allowed);
    if (rate.isEmpty()) {
      return largest;
    }
    long second = (long) Math.ceil(rate.getAsDouble());
    long least = 1;
    if (paging instanceof Paging.Numbered numbered && records.isPresent()) {
      long pages = 1L + numbered.lastPage() - numbered.firstPage();
      least = ceilDiv(records.getAsLong(), pages);
    }
    return (int) Math.min(largest, Math.max(Math.max(1, second), least));
  }

  private static long ceilDiv(long amount, long by) {
    return (amount + by - 1) / by;
  }
}
