package io.tributary.producer;

import io.tributary.model.run.RunWait;
import io.tributary.producer.source.FetchedPage;
import io.tributary.producer.source.SourceWatch;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the source side of a run has come to. Logs each change between going, limited and failing,
 * and a failure that lasts at growing intervals. Safe for several threads.
 */
final class RunState implements SourceWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RunState.class);
  private static final String LIMITED = "LIMITED";

  private static final Duration FIRST_REMINDER = Duration.ofSeconds(15);

  private final Ticker ticker;
  private final ReminderSchedule reminder;
  private final Map<String, Long> faults = new TreeMap<>();
  private long fetched;
  private long pages;
  private int firstPage;
  private int lastPage;
  private @Nullable String standstill;
  private @Nullable String waitingFor;
  private long standingSince;

  RunState(Ticker ticker) {
    this.ticker = ticker;
    this.reminder = new ReminderSchedule(ticker, FIRST_REMINDER);
  }

  @Override
  public synchronized void limited(Duration wait) {
    waitingFor = RunWait.RATE_LIMIT.clause();
    if (!LIMITED.equals(standstill)) {
      enter(LIMITED);
      LOG.info("the source's rate limit is used up: waiting {}", readable(wait));
    }
  }

  @Override
  public synchronized void failing(String request, String kind, String what, Duration wait) {
    faults.merge(kind, 1L, Long::sum);
    waitingFor = RunWait.SOURCE.clause() + what;
    if (!kind.equals(standstill)) {
      enter(kind);
      LOG.warn("the source {} ({}): asking again in {}", what, request, readable(wait));
      reminder.begin();
    } else if (reminder.isDue()) {
      LOG.warn(
          "the source still {} ({}), for {} now: asking again in {}",
          what,
          request,
          readable(ticker.since(standingSince)),
          readable(wait));
    }
  }

  @Override
  public synchronized void page(FetchedPage page) {
    fetched += page.returned();
    pages++;
    lastPage = page.number();
    firstPage = firstPage == 0 ? lastPage : firstPage;
    if (standstill != null && !standstill.equals(LIMITED)) {
      LOG.info("the source gives pages again after {}", readable(ticker.since(standingSince)));
    }
    standstill = null;
    waitingFor = null;
  }

  synchronized long fetched() {
    return fetched;
  }

  /** Pages that came. */
  synchronized long pages() {
    return pages;
  }

  synchronized int firstPage() {
    return firstPage;
  }

  synchronized int lastPage() {
    return lastPage;
  }

  synchronized Optional<String> waitingFor() {
    return Optional.ofNullable(waitingFor);
  }

  /** How often each kind of fault was met. */
  synchronized Map<String, Long> faults() {
    return Map.copyOf(faults);
  }

  private void enter(String state) {
    if (standstill == null || standstill.equals(LIMITED)) {
      standingSince = ticker.nanos();
    }
    standstill = state;
  }

  private static String readable(Duration time) {
    long millis = time.toMillis();
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = (millis + 500) / 1000;
    return seconds < 120
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d min %d s", seconds / 60, seconds % 60);
  }
}
