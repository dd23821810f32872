package io.tributary.console.overview;

import io.tributary.console.platform.Answer;
import io.tributary.console.platform.CassandraAccess;
import io.tributary.console.platform.ConsumerStatus;
import io.tributary.console.platform.Definitions;
import io.tributary.console.platform.Inquiries;
import io.tributary.console.platform.Inquiries.Inquiry;
import io.tributary.console.platform.Positions;
import io.tributary.console.platform.PrometheusText;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.run.RunRecord;
import io.tributary.runtime.lifecycle.Startable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all pipelines every two seconds, keeps what it saw for an hour, and tells those who
 * listen. One look serves all visitors. Safe for several threads.
 */
public final class PlatformWatch implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** Kafka is asked for the lag once the consumer has not answered for so long. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private static final Duration FIRST_LOOK = Duration.ofMillis(500);

  /** Fewer records than that are processed within moments, and are no backlog. */
  private static final int BACKLOG = 1_000;

  private final Definitions definitions;
  private final ConsumerStatus consumer;
  private final Positions positions;
  private final LastRuns lastRuns;
  private final Inquiries inquiries;
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private final List<Consumer<List<PipelineOverview>>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final CountDownLatch looked = new CountDownLatch(1);
  private volatile List<PipelineOverview> latest = List.of();

  public PlatformWatch(
      Definitions definitions,
      ConsumerStatus consumer,
      Positions positions,
      CassandraAccess cassandra,
      Inquiries inquiries) {
    this.definitions = definitions;
    this.consumer = consumer;
    this.positions = positions;
    this.lastRuns = new LastRuns(cassandra, inquiries, ANSWER);
    this.inquiries = inquiries;
    this.thread = new Thread(this::watch, "platform-watch");
    thread.setDaemon(true);
  }

  @Override
  public void start() {
    thread.start();
  }

  /**
   * What the last look saw; all pipelines, in the order of their definitions. Waits a moment for
   * the first look.
   */
  public List<PipelineOverview> latest() {
    try {
      if (!looked.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        return definitions.all().stream().map(PlatformWatch::notSeen).toList();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return latest;
  }

  private static PipelineOverview notSeen(Pipeline pipeline) {
    String why = "the console has just started: reload in a moment";
    return new PipelineOverview(
        pipeline,
        PipelineState.UNKNOWN,
        why,
        Answer.unknown(why),
        Answer.unknown(why),
        Answer.unknown(why),
        Answer.unknown(why),
        Instant.now());
  }

  /** The last hour of a pipeline. */
  public History history(String pipeline) {
    return histories.computeIfAbsent(pipeline, unknown -> new History());
  }

  /** Tells {@code listener} of each look until the returned action is run. */
  public Runnable listen(Consumer<List<PipelineOverview>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void watch() {
    try {
      while (true) {
        try {
          look();
          List<PipelineOverview> seen = latest;
          listeners.forEach(listener -> listener.accept(seen));
        } catch (RuntimeException unexpected) {
          LOG.error("the platform could not be looked at", unexpected);
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    } catch (InterruptedException stop) {
      LOG.debug("the watch ends");
    }
  }

  /** What is asked for one pipeline. */
  private record Asked(Pipeline pipeline, Supplier<Answer<Optional<RunRecord>>> lastRun) {}

  private void look() {
    Inquiry<PrometheusText> metrics = inquiries.begin("the consumer", ANSWER, consumer::metrics);
    Inquiry<Map<String, String>> states =
        inquiries.begin("the consumer", ANSWER, consumer::pipelines);
    List<Asked> asked = new ArrayList<>();
    for (Pipeline pipeline : definitions.all()) {
      asked.add(new Asked(pipeline, lastRuns.ask(pipeline)));
    }
    Map<String, Inquiry<Long>> lags = new HashMap<>();
    if (!metrics.isKnownWithin(SILENCE)) {
      for (Asked one : asked) {
        lags.put(
            one.pipeline().name(),
            inquiries.begin("Kafka", ANSWER.minus(SILENCE), () -> positions.lag(one.pipeline())));
      }
    }
    Answer<PrometheusText> figures = metrics.answer();
    Answer<Map<String, String>> said = states.answer();
    List<PipelineOverview> seen = new ArrayList<>();
    for (Asked one : asked) {
      seen.add(
          figures.isKnown()
              ? told(one.pipeline(), figures.value(), said, one.lastRun().get())
              : silent(
                  one,
                  figures.why(),
                  Objects.requireNonNull(lags.get(one.pipeline().name())).answer()));
    }
    latest = List.copyOf(seen);
    looked.countDown();
  }

  private PipelineOverview told(
      Pipeline pipeline,
      PrometheusText metrics,
      Answer<Map<String, String>> states,
      Answer<Optional<RunRecord>> lastRun) {
    Instant now = Instant.now();
    ConsumerFigures figures = ConsumerFigures.of(metrics, pipeline.name(), now);
    String said =
        states.isKnown()
            ? states
                .value()
                .getOrDefault(pipeline.name(), "the consumer does not have this pipeline")
            : states.why();
    History.Point point = history(pipeline.name()).add(figures);
    return new PipelineOverview(
        pipeline,
        state(figures, said, point),
        said,
        Answer.known(point),
        Answer.known(figures.lag()),
        Answer.known(figures.catchUpSeconds()),
        lastRun,
        now);
  }

  private static PipelineState state(ConsumerFigures figures, String said, History.Point point) {
    if (figures.failed()) {
      return PipelineState.FAILED;
    }
    if (!said.startsWith("running")) {
      return PipelineState.STALLED;
    }
    if (figures.lag() > BACKLOG) {
      return PipelineState.CATCHING_UP;
    }
    return point.recordsPerSecond() > 0 ? PipelineState.FLOWING : PipelineState.UP_TO_DATE;
  }

  /** The consumer is away: its group still tells how much waits. */
  private static PipelineOverview silent(Asked asked, String why, Answer<Long> lagOfGroup) {
    return new PipelineOverview(
        asked.pipeline(),
        PipelineState.UNKNOWN,
        why,
        Answer.unknown(why),
        lagOfGroup,
        Answer.unknown(why),
        asked.lastRun().get(),
        Instant.now());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
