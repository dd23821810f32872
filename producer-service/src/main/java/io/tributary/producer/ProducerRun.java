package io.tributary.producer;

import io.tributary.model.definition.Origin;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.SourceUrl;
import io.tributary.model.event.EventEncoder;
import io.tributary.model.mapping.PageMapper;
import io.tributary.model.receipt.Contents;
import io.tributary.model.receipt.CursorRange;
import io.tributary.model.receipt.Receipt;
import io.tributary.model.receipt.SourceReading;
import io.tributary.model.run.RunWait;
import io.tributary.model.template.Values;
import io.tributary.producer.credential.MissingSecretException;
import io.tributary.producer.publish.DeliveryFailedException;
import io.tributary.producer.publish.EarlierAttempts;
import io.tributary.producer.publish.EventPublisher;
import io.tributary.producer.publish.FirstRejection;
import io.tributary.producer.publish.KafkaEarlierAttempts;
import io.tributary.producer.publish.KafkaSettings;
import io.tributary.producer.registry.EventRegistration;
import io.tributary.producer.source.PageMapping;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceEnd;
import io.tributary.producer.source.SourceFailedException;
import io.tributary.producer.topics.TopicPlan;
import io.tributary.producer.topics.Topics;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: fetches the source's pages, maps them, publishes the records, and says what Kafka
 * acknowledged. {@link #run()} is for one call; everything else may be called at any time from any
 * thread.
 */
public final class ProducerRun {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerRun.class);

  /** How long records under way may still be acknowledged when a run ends early. */
  private static final Duration LAST_CALL = Duration.ofSeconds(5);

  /** A limit of superseded records that allows so many of so many has no bound. */
  private static final long MANY = 1_000_000_000;

  /** What has to hold before anything is fetched. */
  interface Precondition {
    void await() throws CommandFailedException, InterruptedException;
  }

  /** How events are written. */
  interface Encoding {
    /** Makes what writes them; their schema is registered then. */
    EventEncoder begin(Pipeline pipeline) throws CommandFailedException, InterruptedException;
  }

  /** What a run is made of. Nothing of it is connected before the run begins. */
  record Parts(
      Precondition kafkaIsReady,
      Supplier<Producer<byte[], byte[]>> kafka,
      Encoding encoding,
      EarlierAttempts earlierTries,
      PageMapping mapping,
      PageSequence.Manners manners) {

    static Parts of(Pipeline pipeline, RunRequest request, Connections connections)
        throws UsageException {
      List<TopicPlan> topics = TopicPlan.of(pipeline);
      int largest = topics.stream().mapToInt(TopicPlan::maxMessageBytes).max().orElseThrow();
      Map<String, String> run = new HashMap<>(RunParameters.of(pipeline, request.parameters()));
      run.put(Origin.Outside.RUN_ID, request.runId());
      PageMapper mapper = new PageMapper(pipeline, run);
      return new Parts(
          () -> {
            try (Topics kafka = new Topics(connections.kafka())) {
              kafka.check(topics, request.giveUpAfter());
            }
          },
          () ->
              KafkaSettings.connect(
                  connections.kafka(), largest, connections.bufferBytes(), request.giveUpAfter()),
          events -> EventRegistration.begin(events, connections.registry(), request.giveUpAfter()),
          new KafkaEarlierAttempts(
              connections.kafka(),
              pipeline.topic().rejected(),
              request.runId(),
              request.giveUpAfter()),
          mapper::map,
          PageSequence.Manners.of(
              connections.http(), connections.userAgent(), request.giveUpAfter()));
    }
  }

  private final Pipeline pipeline;
  private final RunRequest request;
  private final Parts parts;
  private final Ticker ticker;
  private final RunState state;
  private final AcknowledgementWatch silence;
  private final PageSequence pages;
  private final RunJudge judge;
  private volatile long begun;
  private volatile @Nullable EventPublisher publisher;
  private boolean stopped;
  private @Nullable Thread working;

  /**
   * @throws UsageException when the source can never give what is asked for
   */
  public ProducerRun(Pipeline pipeline, RunRequest request, Connections connections)
      throws UsageException {
    this(pipeline, request, Parts.of(pipeline, request, connections));
  }

  ProducerRun(Pipeline pipeline, RunRequest request, Parts parts) throws UsageException {
    this.pipeline = pipeline;
    this.request = request;
    this.parts = parts;
    this.ticker = parts.manners().ticker();
    this.begun = ticker.nanos();
    this.state = new RunState(ticker);
    this.silence = new AcknowledgementWatch(ticker);
    this.judge = new RunJudge(pipeline, request);
    this.pages = pages();
    judge.checkReach(pages.reach(), pages.endless());
  }

  private PageSequence pages() throws UsageException {
    PageSequence.Wanted wanted =
        new PageSequence.Wanted(
            request.seed(),
            request.rate(),
            request.records(),
            request.expected(),
            isOneStatePerRow(),
            Values.of(
                request.time(parts.manners().clock().instant()),
                RunParameters.of(pipeline, request.parameters())),
            request.range());
    try {
      return new PageSequence(pipeline.source(), parts.mapping(), wanted, parts.manners(), state);
    } catch (MissingSecretException missing) {
      throw new UsageException(
          "pipeline %s: %s".formatted(pipeline.name(), missing.getMessage()), missing);
    } catch (IllegalArgumentException impossible) {
      throw new UsageException(String.valueOf(impossible.getMessage()), impossible);
    }
  }

  /** Whether a row that comes again is a sign of a loop: what changes while it is read moves. */
  private boolean isOneStatePerRow() {
    return pipeline.source().incremental().isEmpty()
        && !pipeline.dag().maxSuperseded().allows(MANY, MANY);
  }

  /**
   * Does the run. However it ends, the receipt says what was acknowledged. Interrupting the thread
   * ends the run like {@link #stop()}, and leaves the thread interrupted.
   */
  public RunEnd run() {
    Instant started = parts.manners().clock().instant();
    begun = ticker.nanos();
    String problem = null;
    boolean interrupted = false;
    try {
      beginWork();
      parts.kafkaIsReady().await();
      EventEncoder encoder = parts.encoding().begin(pipeline);
      EventPublisher connected =
          new EventPublisher(
              pipeline,
              request.runId(),
              parts.kafka().get(),
              parts.earlierTries(),
              request.rate(),
              ticker,
              encoder);
      publisher = connected;
      new Transfer(pages, connected, this::timeIsUp).run();
      if (timeIsUp() && state.fetched() == 0) {
        problem = "no page came within the time given" + waited();
      }
    } catch (InterruptedException stop) {
      problem = "it was stopped" + waited();
      interrupted = !isStopped();
    } catch (SourceFailedException | DeliveryFailedException | CommandFailedException failure) {
      LOG.debug("the run ends early", failure);
      problem = failure.getMessage();
    } catch (RuntimeException failure) {
      LOG.error("the run ends early", failure);
      problem = "unexpected error: " + failure;
    } finally {
      interrupted |= endWork();
    }
    RunEnd end = end(started, problem);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return end;
  }

  /**
   * Ends the run soon: no more is fetched or sent, what is under way has five seconds to be
   * acknowledged. Returns at once; a second call does nothing more.
   */
  public synchronized void stop() {
    stopped = true;
    pages.close();
    if (working != null) {
      working.interrupt();
    }
  }

  /** How far the run is. */
  public RunProgress progress() {
    EventPublisher now = publisher;
    long published = now == null ? 0 : now.published();
    long rejected = now == null ? 0 : now.rejected();
    double seconds = Math.max(1, ticker.since(begun).toMillis()) / 1000.0;
    boolean silent = now != null && silence.lasts(now.sent(), published + rejected);
    return new RunProgress(
        state.fetched(),
        published,
        rejected,
        (published + rejected) / seconds,
        silent ? Optional.of(RunWait.KAFKA.clause()) : state.waitingFor());
  }

  /** How often asking the source has gone wrong so far, by the kind of fault. */
  public Map<String, Long> sourceFaults() {
    return state.faults();
  }

  private RunEnd end(Instant started, @Nullable String problem) {
    EventPublisher last = publisher;
    if (last != null) {
      last.close(LAST_CALL);
    }
    long published = last == null ? 0 : last.published();
    long rejected = last == null ? 0 : last.rejected();
    Optional<FirstRejection> firstRejection =
        last == null ? Optional.empty() : last.firstRejection();
    Optional<String> failure =
        judge.failure(published, rejected, problem, pages.end(), firstRejection);
    if (failure.isEmpty()) {
      pages
          .end()
          .filter(SourceEnd::doubtful)
          .ifPresent(end -> LOG.warn("the source has no more, as it seems: {}", end.how()));
    }
    SourceReading reading =
        new SourceReading(
            pages.end().map(end -> end.kind().word()),
            pages.end().map(SourceEnd::how),
            state.pages(),
            pages.requests());
    reading
        .how()
        .ifPresent(
            how ->
                LOG.info(
                    "the source ended: {} ({} pages, {} requests)",
                    how,
                    reading.pages(),
                    reading.requests()));
    if (published > 0 && firstRejection.isPresent()) {
      LOG.warn(
          "{} of {} records were rejected, the first at {}",
          rejected,
          published + rejected,
          judge.rejection(firstRejection.get()));
    }
    Optional<Contents> contents = last == null ? Optional.empty() : Optional.of(last.contents());
    contents.ifPresent(held -> judge.warnings(published, held).forEach(LOG::warn));
    return new RunEnd(
        new Receipt(
            request.runId(),
            pipeline.name(),
            SourceUrl.text(pipeline.source().url()),
            pages.seed(),
            state.firstPage(),
            state.lastPage(),
            request.records().orElse(0),
            state.fetched(),
            published,
            rejected,
            failure.isEmpty(),
            last == null ? List.of() : last.offsets(),
            started,
            parts.manners().clock().instant(),
            contents,
            Optional.of(reading),
            cursor(failure.isEmpty())),
        failure);
  }

  private Optional<CursorRange> cursor(boolean isComplete) {
    return request
        .range()
        .flatMap(range -> pipeline.source().incremental().map(read -> new RunCursor(read, range)))
        .map(run -> run.of(pages.drained(), isComplete, pages.end().isPresent()));
  }

  private boolean timeIsUp() {
    return request.target() instanceof Target.Lasting lasting
        && ticker.since(begun).compareTo(lasting.time()) >= 0;
  }

  private String waited() {
    return state.waitingFor().map(" (it waited for %s)"::formatted).orElse("");
  }

  private synchronized void beginWork() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("stopped before it began");
    }
    working = Thread.currentThread();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * Lets closing go undisturbed by an interruption that came when the work was done.
   *
   * @return whether there was one that {@link #stop()} did not cause
   */
  private synchronized boolean endWork() {
    working = null;
    pages.close();
    return Thread.interrupted() && !stopped;
  }
}
