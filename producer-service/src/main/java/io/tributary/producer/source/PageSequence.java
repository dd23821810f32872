package io.tributary.producer.source;

import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Source;
import io.tributary.model.mapping.PageSigns;
import io.tributary.model.template.Values;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.credential.SecretSource;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one run, in order. The same source, seed and amounts give the same pages with the
 * same cursors, whatever goes wrong in between. An incremental source may be read in windows: each
 * from a first page to an end that the source states, before the next. For one thread, but for
 * {@link #close()}, {@link #end()} and {@link #drained()}.
 */
public final class PageSequence implements AutoCloseable {

  /**
   * What the pages are wanted for.
   *
   * @param seed makes the pages repeatable where the source can do that
   * @param rate records per second that the run will use, if it is to be slow
   * @param records that the run has a use for; none for as many as there are
   * @param expected records that the run will need by a guess made before it starts
   * @param oneStatePerRow whether the source gives each row once; else the same rows again are no
   *     sign of a loop
   * @param values of the variables in the requests, but for those of paging
   * @param range what to read of an incremental source; none to read the source as a whole
   */
  public record Wanted(
      String seed,
      OptionalDouble rate,
      OptionalLong records,
      OptionalLong expected,
      boolean oneStatePerRow,
      Values values,
      Optional<ReadingRange> range) {

    /**
     * Of a source that gives each row once, is read as a whole, and has no variables but those of
     * paging.
     */
    public Wanted(String seed, OptionalDouble rate, OptionalLong records, OptionalLong expected) {
      this(
          seed,
          rate,
          records,
          expected,
          true,
          Values.of(Instant.EPOCH, Map.of()),
          Optional.empty());
    }
  }

  /**
   * How the source is asked.
   *
   * @param userAgent what we call ourselves
   * @param giveUpAfter how long it may go wrong without a page in between
   * @param secrets where those are that the definition refers to
   */
  public record Manners(
      HttpLimits limits,
      String userAgent,
      Duration giveUpAfter,
      Backoff backoff,
      Ticker ticker,
      InstantSource clock,
      SecretSource secrets) {

    /** With the secrets of this process's environment. */
    public Manners(
        HttpLimits limits,
        String userAgent,
        Duration giveUpAfter,
        Backoff backoff,
        Ticker ticker,
        InstantSource clock) {
      this(limits, userAgent, giveUpAfter, backoff, ticker, clock, SecretSource.system());
    }

    /** The same with secrets from elsewhere. */
    public Manners with(SecretSource others) {
      return new Manners(limits, userAgent, giveUpAfter, backoff, ticker, clock, others);
    }

    /** On the machine's own clocks. */
    public static Manners of(HttpLimits limits, String userAgent, Duration giveUpAfter) {
      Backoff backoff = new Backoff(RetrySchedule.FIRST_WAIT, RetrySchedule.LONGEST_WAIT);
      return new Manners(
          limits, userAgent, giveUpAfter, backoff, Ticker.system(), InstantSource.system());
    }
  }

  private static final Set<Integer> GONE = Set.of(404, 410, 416);

  /** Says that a request makes no sense: behind a short page, that there is no other. */
  private static final Set<Integer> REFUSED = Set.of(400, 422);

  private final PageFetcher fetcher;
  private final Source source;
  private final Wanted wanted;
  private final int pageSize;

  /** The values of {@code for-each} that each window is read with, one after the other. */
  private final List<Values> partitions;

  /** The windows of an incremental source; none for one that is read as a whole. */
  private final Optional<List<Window>> windows;

  private final Instant begun;

  /** The number of the reading, counted from 0: every partition of a window, then of the next. */
  private int reading;

  private PageRequests requests;
  private EndOfSource ending;
  private final boolean endless;
  private long left;
  private @Nullable PageRequest coming;
  private boolean isSecondTime;
  private boolean doubtful;
  private EndOfSource.Next.@Nullable Unclear unclear;
  private volatile @Nullable SourceEnd end;
  private volatile Drained drained = Drained.NOTHING;

  /**
   * @throws MissingSecretException when a secret is not there that the definition refers to
   * @throws IllegalArgumentException when the range cannot be read
   */
  public PageSequence(
      Source source, PageMapping mapping, Wanted wanted, Manners manners, SourceWatch watch)
      throws MissingSecretException {
    this.pageSize = PageSize.of(source, wanted.rate(), wanted.expected());
    this.source = source;
    this.wanted = wanted;
    this.begun = earlier(wanted.values().now(), manners.clock().instant());
    this.endless = PageRequests.endless(source);
    this.left = wanted.records().orElse(Long.MAX_VALUE);
    this.partitions =
        Partitions.of(source.form().forEach()).stream().map(wanted.values()::withEach).toList();
    this.windows =
        source
            .incremental()
            .flatMap(read -> wanted.range().map(range -> Window.of(read, range, begun)));
    this.requests = new PageRequests(source, wanted.seed(), pageSize, partitions.get(0));
    this.ending = new EndOfSource(source, requests, wanted.oneStatePerRow());
    this.fetcher = PageFetcher.of(source, mapping, manners, watch);
    beginReading();
  }

  /** The seed that the source is asked with; none for a source that takes none. */
  public Optional<String> seed() {
    return requests.seed();
  }

  /** Whether the source makes up records as they are asked for. */
  public boolean endless() {
    return endless;
  }

  /** The most records that the source's page numbers reach with this run's page size. */
  public long reach() {
    long ofOne = requests.reach();
    int readings = Math.max(1, readings());
    return ofOne > Long.MAX_VALUE / readings ? Long.MAX_VALUE : ofOne * readings;
  }

  /**
   * The next page; none when the run has what it needs or the source has no more.
   *
   * @throws SourceFailedException when the source does not give the page, now or ever
   * @throws InterruptedException when interrupted or closed meanwhile
   */
  public Optional<FetchedPage> next() throws SourceFailedException, InterruptedException {
    while (coming != null) {
      Optional<Window> here = window();
      FetchedPage page = fetch(coming);
      see(page);
      long leftAfter = left - page.records().size();
      EndOfSource.Step step = ending.after(page, Math.max(1, leftAfter));
      left = step.isUsed() ? leftAfter : left;
      goOn(step.next());
      if (step.isUsed()) {
        return Optional.of(here.map(window -> page.within(label(window))).orElse(page));
      }
    }
    EndOfSource.Next.@Nullable Unclear what = unclear;
    if (what != null) {
      throw new SourceFailedException("the source %s: %s".formatted(what.what(), what.advice()));
    }
    return Optional.empty();
  }

  /** How it was seen that the source has no more; none while that was not seen. */
  public Optional<SourceEnd> end() {
    return Optional.ofNullable(end);
  }

  /** How far an incremental source was read; from any thread. */
  public Drained drained() {
    return drained;
  }

  /** Requests sent so far; from any thread. */
  public long requests() {
    return fetcher.requests();
  }

  private void goOn(EndOfSource.Next next) {
    coming = null;
    isSecondTime = false;
    if (left <= 0) {
      return;
    }
    if (next instanceof EndOfSource.Next.Ask ask) {
      coming = ask.request();
    } else if (next instanceof EndOfSource.Next.AskAgain again) {
      coming = again.request();
      isSecondTime = true;
    } else if (next instanceof EndOfSource.Next.Ended ended) {
      endReading(ended.end());
    } else if (next instanceof EndOfSource.Next.Unclear what) {
      unclear = what;
    }
  }

  private int readings() {
    return partitions.size() * windows.map(List::size).orElse(1);
  }

  private Optional<Window> window() {
    return windows.map(all -> all.get(reading / partitions.size()));
  }

  /** The first request of the reading; nothing where there is none. */
  private void beginReading() {
    if (readings() == 0) {
      end =
          new SourceEnd(
              SourceEnd.Kind.NO_WINDOW, "it is not yet time for records to be asked for", false);
      return;
    }
    Values values = partitions.get(reading % partitions.size());
    Optional<Window> window = window();
    requests =
        window.isEmpty()
            ? new PageRequests(source, wanted.seed(), pageSize, values)
            : windowed(window.get(), values);
    ending = new EndOfSource(source, requests, wanted.oneStatePerRow());
    coming = requests.first(left);
  }

  private PageRequests windowed(Window window, Values values) {
    Incremental read = source.incremental().orElseThrow();
    return new PageRequests(
        source, wanted.seed(), pageSize, window.values(read, values), window.parameters(read));
  }

  /** Goes on with the next reading; the source has ended with the last. */
  private void endReading(SourceEnd ended) {
    doubtful |= ended.doubtful();
    boolean isLastOfWindow = (reading + 1) % partitions.size() == 0;
    if (isLastOfWindow) {
      window().ifPresent(window -> drained = drained.with(window));
    }
    if (reading + 1 < readings()) {
      reading++;
      beginReading();
      return;
    }
    end = new SourceEnd(ended.kind(), how(ended), doubtful);
  }

  private String how(SourceEnd ended) {
    return partitions.size() == 1
        ? ended.how()
        : String.format(
            Locale.ROOT,
            "each of the %,d readings of source.for-each ended, the last (%s) so: %s",
            partitions.size(),
            Partitions.shown(partitions.get(reading % partitions.size()).each()),
            ended.how());
  }

  /** What is in the future for a run may have no end yet, whatever time it was told. */
  private static Instant earlier(Instant told, Instant now) {
    return told.isBefore(now) ? told : now;
  }

  /** Values beyond the start of the run do not count: clocks differ, and records are wrong. */
  private void see(FetchedPage page) {
    Optional<Incremental> read = source.incremental();
    OptionalLong greatest = page.signs().greatest();
    if (read.isPresent() && greatest.isPresent()) {
      long most = read.get().scale().isTime() ? begun.toEpochMilli() : Long.MAX_VALUE;
      drained = drained.with(Math.min(greatest.getAsLong(), most));
    }
  }

  private String label(Window of) {
    return source.incremental().orElseThrow().written(of.start());
  }

  private FetchedPage fetch(PageRequest request)
      throws SourceFailedException, InterruptedException {
    if (isSecondTime) {
      fetcher.pause();
    }
    try {
      return fetcher.fetch(request);
    } catch (SourceFailedException givenUp) {
      if (partitions.size() > 1 && givenUp.isEmptySource()) {
        // one of many readings may well have nothing; if all have, the run says so
        NoPage nothing = new NoPage(SourceEnd.Kind.EMPTY_PAGE, "has no records");
        return FetchedPage.without(request, Instant.EPOCH, PageSigns.NONE, nothing);
      }
      int status = givenUp.notFoundStatus();
      if (!endsWith(request, status)) {
        throw givenUp;
      }
      NoPage none =
          new NoPage(
              SourceEnd.Kind.NOT_FOUND,
              String.format(Locale.ROOT, "was answered with status %d", status));
      return FetchedPage.without(request, Instant.EPOCH, PageSigns.NONE, none);
    }
  }

  /** Whether a status says that the source has no page behind those that it gave. */
  private boolean endsWith(PageRequest request, int status) {
    boolean isBehindAPage =
        request.number() > 1 && !endless && !PageRequests.chained(source.paging());
    return isBehindAPage
        && (GONE.contains(status) || (REFUSED.contains(status) && ending.isLikelyTheEnd()));
  }

  /** Ends what is under way in another thread; there will be no other page. */
  @Override
  public void close() {
    fetcher.close();
  }
}
