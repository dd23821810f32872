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
 * Looks at the platform and all pipelines every two seconds, keeps what it saw for an hour, and
 * tells those who listen. One look serves all visitors. Safe for several threads.
 */
public final class PlatformWatch implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** Kafka is asked for the lag once the consumer has not answered for so long. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private static final String KAFKA = "Kafka";
  private static final String CONSUMER = "the consumer";
  private static final String WITHOUT_CONSUMER =
      "Records wait in Kafka until it is back. The lag is the one of its consumer group.";

  private static final Duration FIRST_LOOK = Duration.ofMillis(500);

  /** Fewer records than that are processed within moments, and are no backlog. */
  private static final int BACKLOG = 1_000;

  private final Definitions definitions;
  private final ConsumerStatus consumer;
  private final Positions positions;
  private final LastRuns lastRuns;
  private final Inquiries inquiries;
  private final List<PlatformPart.Probe> probes;
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private final List<Consumer<Look>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final CountDownLatch looked = new CountDownLatch(1);
  private volatile Look latest = new Look(List.of(), List.of());

  /**
   * What one look saw.
   *
   * @param parts of the platform, the consumer last
   * @param pipelines all, in the order of their definitions
   */
  public record Look(List<PlatformPart> parts, List<PipelineOverview> pipelines) {
    public Look {
      parts = List.copyOf(parts);
      pipelines = List.copyOf(pipelines);
    }
  }

  /**
   * @param probes of what pipelines cannot do without
   */
  public PlatformWatch(
      Definitions definitions,
      ConsumerStatus consumer,
      Positions positions,
      CassandraAccess cassandra,
      List<PlatformPart.Probe> probes,
      Inquiries inquiries) {
    this.definitions = definitions;
    this.consumer = consumer;
    this.positions = positions;
    this.lastRuns = new LastRuns(cassandra, inquiries, ANSWER);
    this.inquiries = inquiries;
    this.probes = List.copyOf(probes);
    this.thread = new Thread(this::watch, "platform-watch");
    thread.setDaemon(true);
  }

  @Override
  public void start() {
    thread.start();
  }

  /** The pipelines as the last look saw them. Waits a moment for the first look. */
  public List<PipelineOverview> latest() {
    return latestLook().pipelines();
  }

  /** What the last look saw. Waits a moment for the first one. */
  public Look latestLook() {
    try {
      if (!looked.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Look(List.of(), definitions.all().stream().map(PlatformWatch::notSeen).toList());
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
  public Runnable listen(Consumer<Look> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void watch() {
    try {
      while (true) {
        try {
          look();
          Look seen = latest;
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
    Inquiry<PrometheusText> metrics = inquiries.begin(CONSUMER, ANSWER, consumer::metrics);
    Inquiry<Map<String, String>> states = inquiries.begin(CONSUMER, ANSWER, consumer::pipelines);
    List<Inquiry<Boolean>> probed =
        probes.stream()
            .map(probe -> inquiries.begin(probe.name(), ANSWER, probe.question()))
            .toList();
    List<Asked> asked = new ArrayList<>();
    for (Pipeline pipeline : definitions.all()) {
      asked.add(new Asked(pipeline, lastRuns.ask(pipeline)));
    }
    Map<String, Inquiry<Long>> lags = new HashMap<>();
    if (!metrics.isKnownWithin(SILENCE)) {
      for (Asked one : asked) {
        lags.put(
            one.pipeline().name(),
            inquiries.begin(KAFKA, ANSWER.minus(SILENCE), () -> positions.lag(one.pipeline())));
      }
    }
    Answer<PrometheusText> figures = metrics.answer();
    Answer<Map<String, String>> said = states.answer();
    List<PlatformPart> parts = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      parts.add(probes.get(i).found(probed.get(i).answer()));
    }
    List<PipelineOverview> seen = new ArrayList<>();
    for (Asked one : asked) {
      seen.add(
          figures.isKnown()
              ? told(one.pipeline(), figures.value(), said, parts, one.lastRun().get())
              : silent(
                  one,
                  figures.why(),
                  Objects.requireNonNull(lags.get(one.pipeline().name())).answer()));
    }
    parts.add(new PlatformPart(CONSUMER, figures.why(), WITHOUT_CONSUMER));
    latest = new Look(parts, seen);
    looked.countDown();
  }

  private PipelineOverview told(
      Pipeline pipeline,
      PrometheusText metrics,
      Answer<Map<String, String>> states,
      List<PlatformPart> parts,
      Answer<Optional<RunRecord>> lastRun) {
    Instant now = Instant.now();
    ConsumerFigures figures = ConsumerFigures.of(metrics, pipeline.name(), now);
    Answer<String> consumers =
        states.map(
            all -> all.getOrDefault(pipeline.name(), "the consumer does not have this pipeline"));
    // the consumer's figure is of the time before, if Kafka does not answer it either
    Answer<Long> lag =
        silent(parts, KAFKA).map(Answer::<Long>unknown).orElse(Answer.known(figures.lag()));
    History.Point point = history(pipeline.name()).add(figures, lag.isKnown());
    Optional<String> hindrance = hindrance(parts);
    return new PipelineOverview(
        pipeline,
        state(figures, consumers, hindrance.isPresent(), point),
        said(consumers, hindrance),
        Answer.known(point),
        lag,
        lag.map(known -> figures.catchUpSeconds()),
        lastRun,
        now);
  }

  /** Why a part does not answer, if it does not. */
  private static Optional<String> silent(List<PlatformPart> parts, String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name) && !part.answers())
        .map(PlatformPart::why)
        .findFirst();
  }

  private static Optional<String> hindrance(List<PlatformPart> parts) {
    return parts.stream()
        .filter(part -> !part.answers())
        .map(PlatformPart::why)
        .reduce((one, other) -> one + "; " + other);
  }

  private static String said(Answer<String> consumers, Optional<String> hindrance) {
    String said = consumers.isKnown() ? consumers.value() : consumers.why();
    if (hindrance.isEmpty()) {
      return said;
    }
    return isRunning(consumers) ? hindrance.get() : said + "; " + hindrance.get();
  }

  private static boolean isRunning(Answer<String> consumers) {
    return consumers.isKnown() && consumers.value().startsWith("running");
  }

  /** The consumer itself takes longer to say that it is held up by others. */
  private static PipelineState state(
      ConsumerFigures figures, Answer<String> consumers, boolean heldUp, History.Point point) {
    if (figures.failed()) {
      return PipelineState.FAILED;
    }
    if (!consumers.isKnown()) {
      return PipelineState.UNKNOWN;
    }
    if (figures.registryWaitSeconds() > 0 && !heldUp) {
      return PipelineState.WAITING;
    }
    if (!isRunning(consumers) || heldUp) {
      return PipelineState.STALLED;
    }
    if (figures.lag() > BACKLOG || (figures.lag() > 0 && point.recordsPerSecond() == 0)) {
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
