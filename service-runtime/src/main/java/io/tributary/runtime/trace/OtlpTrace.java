package io.tributary.runtime.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trace that is exported by OTLP when the process is done with it: in one request, which is not
 * tried again. A run has few spans, so nothing has to be sent before.
 */
final class OtlpTrace implements RunTrace {
  private static final Logger LOG = LoggerFactory.getLogger(TraceOptions.class);

  /**
   * OpenTelemetry logs what we say ourselves, in lines of its own. Held, or it would be forgotten.
   */
  private static final java.util.logging.Logger ITS_OWN =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private static final int MOST_SPANS = 1_000;
  private static final int LONGEST_TEXT = 4_000;

  private final TraceSettings settings;
  private final String pipeline;
  private final String runId;
  private final ExecutorService sending;
  private final SpanExporter exporter;
  private final EndedSpans ended = new EndedSpans();
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private boolean closed;

  private OtlpTrace(
      TraceSettings settings,
      UUID id,
      String pipeline,
      String runId,
      ExecutorService sending,
      SpanExporter exporter) {
    this.settings = settings;
    this.pipeline = pipeline;
    this.runId = runId;
    this.sending = sending;
    this.exporter = exporter;
    this.provider =
        SdkTracerProvider.builder()
            .setIdGenerator(new RunsOwnId(id))
            .setResource(resource(settings))
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(LONGEST_TEXT).build())
            .addSpanProcessor(ended)
            .build();
    this.tracer = provider.get("io.tributary");
  }

  /**
   * @throws IOException when the file of certificates cannot be read
   */
  static OtlpTrace open(TraceSettings settings, UUID id, String pipeline, String runId)
      throws IOException {
    ITS_OWN.setLevel(Level.OFF);
    ExecutorService sending = Executors.newCachedThreadPool(OtlpTrace::thread);
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint().toString())
            .setTimeout(settings.timeout())
            .setConnectTimeout(settings.timeout())
            .setRetryPolicy(null)
            .setExecutorService(sending);
    settings.headers().forEach(exporter::addHeader);
    if (settings.certificates().isPresent()) {
      exporter.setTrustedCertificates(Files.readAllBytes(settings.certificates().get()));
    }
    return new OtlpTrace(settings, id, pipeline, runId, sending, exporter.build());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "traces");
    thread.setDaemon(true);
    return thread;
  }

  private static Resource resource(TraceSettings settings) {
    AttributesBuilder attributes = Attributes.builder();
    settings.resource().forEach(attributes::put);
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  @Override
  public TraceSpan span(String name) {
    return span(name, Instant.now());
  }

  @Override
  public TraceSpan span(String name, Instant start) {
    return new OtlpSpan(tracer.spanBuilder(name).setNoParent(), start)
        .with("tributary.pipeline", pipeline)
        .with("tributary.run_id", runId);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<SpanData> spans = ended.taken();
    try {
      if (!spans.isEmpty()) {
        export(spans);
      }
      provider.close();
    } catch (RuntimeException | LinkageError failure) {
      notExported(failure.toString());
    } finally {
      exporter.shutdown();
      sending.shutdownNow();
    }
  }

  private void export(List<SpanData> spans) {
    Duration timeout = settings.timeout();
    CompletableResultCode result = exporter.export(spans);
    result.join(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!result.isDone()) {
      notExported("no answer within " + timeout.toMillis() + " ms");
    } else if (!result.isSuccess()) {
      notExported(reason(result.getFailureThrowable()));
    } else {
      LOG.debug("{} spans exported to {}", spans.size(), settings.shownEndpoint());
    }
  }

  /** OpenTelemetry has no message where the endpoint has answered with another status. */
  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null || cause == failure ? "it refuses them" : cause.toString();
  }

  private void notExported(String why) {
    LOG.warn(
        "the trace is not exported to {}, which changes nothing else: {}",
        settings.shownEndpoint(),
        why);
  }

  /** Each span is in the trace of the run. */
  private record RunsOwnId(String traceId) implements IdGenerator {
    RunsOwnId(UUID run) {
      this(run.toString().replace("-", ""));
    }

    @Override
    public String generateSpanId() {
      return IdGenerator.random().generateSpanId();
    }

    @Override
    public String generateTraceId() {
      return traceId;
    }
  }

  /** Keeps the spans that have ended, as many as there may be. */
  private static final class EndedSpans implements SpanProcessor {
    private final List<SpanData> spans = new ArrayList<>();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public synchronized void onEnd(ReadableSpan span) {
      if (spans.size() < MOST_SPANS) {
        spans.add(span.toSpanData());
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    synchronized List<SpanData> taken() {
      List<SpanData> taken = List.copyOf(spans);
      spans.clear();
      return taken;
    }
  }

  private final class OtlpSpan implements TraceSpan {
    private final Span span;
    private final Instant start;

    OtlpSpan(SpanBuilder builder, Instant start) {
      this.span = builder.setStartTimestamp(start).startSpan();
      this.start = start;
    }

    @Override
    public TraceSpan with(String name, String value) {
      span.setAttribute(name, value);
      return this;
    }

    @Override
    public TraceSpan with(String name, long value) {
      span.setAttribute(name, value);
      return this;
    }

    @Override
    public TraceSpan with(String name, boolean value) {
      span.setAttribute(name, value);
      return this;
    }

    @Override
    public TraceSpan child(String name) {
      Context within = Context.root().with(span);
      return new OtlpSpan(tracer.spanBuilder(name).setParent(within), Instant.now());
    }

    @Override
    public void fail(String why) {
      span.setStatus(StatusCode.ERROR, why);
    }

    @Override
    public void end(Instant at) {
      span.end(at.isBefore(start) ? start : at);
    }

    @Override
    public void close() {
      span.end();
    }
  }
}
