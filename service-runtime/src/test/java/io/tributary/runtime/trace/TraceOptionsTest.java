package io.tributary.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.InvalidConfigurationException;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.trace.OtlpReceiver.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TraceOptionsTest {
  private static final UUID RUN = UUID.fromString("7c0f5a3e-61d2-3b44-9a10-0d5f8f6e2b71");
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private OtlpReceiver receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  private static RunTrace trace(Map<String, String> environment) throws Exception {
    return OptionGroup.read(new TraceOptions(), environment).trace("loader", RUN, "cargo", "r7");
  }

  private Map<String, String> toReceiver(String... more) {
    Map<String, String> environment = new HashMap<>(Map.of(ENDPOINT, receiver.url()));
    for (int at = 0; at < more.length; at += 2) {
      environment.put(more[at], more[at + 1]);
    }
    return environment;
  }

  @Test
  void close_exportsSpansOfTheRunsTrace() throws Exception {
    Instant start = Instant.parse("2026-03-04T05:06:07.089Z");
    try (RunTrace trace = trace(toReceiver())) {
      try (TraceSpan load = trace.span("load").with("boxes", 12).with("ship", "Ada")) {
        load.child("lift").with("heavy", true).close();
        load.fail("the crane broke");
      }
      trace.span("sail", start).end(start.plusMillis(250));
    }

    assertThat(receiver.paths).containsExactly("/v1/traces");
    assertThat(receiver.spans)
        .extracting(Received::traceId)
        .containsOnly("7c0f5a3e61d23b449a100d5f8f6e2b71");
    Received load = span("load");
    assertThat(load.parent()).isEmpty();
    assertThat(load.attributes())
        .isEqualTo(
            Map.of(
                "boxes",
                12L,
                "ship",
                "Ada",
                "tributary.pipeline",
                "cargo",
                "tributary.run_id",
                "r7"));
    assertThat(load.failed()).isTrue();
    assertThat(load.error()).isEqualTo("the crane broke");
    Received lift = span("lift");
    assertThat(lift.parent()).isEqualTo(load.id());
    assertThat(lift.failed()).isFalse();
    assertThat(lift.attributes()).isEqualTo(Map.of("heavy", true));
    Received sail = span("sail");
    assertThat(sail.parent()).isEmpty();
    assertThat(sail.startNanos()).isEqualTo(start.toEpochMilli() * 1_000_000);
    assertThat(sail.endNanos() - sail.startNanos()).isEqualTo(250_000_000);
    assertThat(receiver.resource).containsEntry("service.name", "loader");
  }

  @Test
  void within_failsTheSpanAsTheWorkDoes() throws Exception {
    RunTrace trace = trace(toReceiver());
    trace.within("sail", span -> span.with("knots", 9));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () ->
                trace.within(
                    "load",
                    span -> {
                      throw new UsageException("no such crane");
                    }));
    trace.close();

    assertThat(span("sail").failed()).isFalse();
    assertThat(span("sail").attributes()).containsEntry("process.exit.code", 0L);
    assertThat(span("load").error()).isEqualTo("no such crane");
    assertThat(span("load").attributes()).containsEntry("process.exit.code", 2L);
  }

  @Test
  void end_isTheBeginning_whenClocksDisagree() throws Exception {
    Instant start = Instant.parse("2026-03-04T05:06:07Z");
    try (RunTrace trace = trace(toReceiver())) {
      trace.span("land", start).end(start.minusSeconds(3));
    }

    assertThat(span("land").endNanos()).isEqualTo(span("land").startNanos());
  }

  @Test
  void settings_areThoseOfTheSpecification() throws Exception {
    Map<String, String> environment =
        toReceiver(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            receiver.url() + "/elsewhere",
            "OTEL_EXPORTER_OTLP_HEADERS",
            "x-tenant=north%20sea, authorization=Bearer%20a+b",
            "OTEL_SERVICE_NAME",
            "harbour",
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.name=other,deployment.environment.name=test",
            "OTEL_TRACES_EXPORTER",
            "console,otlp",
            "OTEL_SDK_DISABLED",
            "FALSE");
    try (RunTrace trace = trace(environment)) {
      trace.span("load").close();
    }

    assertThat(receiver.paths).containsExactly("/elsewhere");
    assertThat(receiver.headers.get(0))
        .containsEntry("X-tenant", List.of("north sea"))
        .containsEntry("Authorization", List.of("Bearer a+b"));
    assertThat(receiver.resource)
        .containsEntry("service.name", "harbour")
        .containsEntry("deployment.environment.name", "test")
        .containsKey("service.version");
  }

  @Test
  void trace_isOff_whenTheEnvironmentSaysSo() throws Exception {
    assertThat(trace(Map.of())).isSameAs(RunTrace.off());
    assertThat(trace(toReceiver("OTEL_SDK_DISABLED", "true"))).isSameAs(RunTrace.off());
    assertThat(trace(toReceiver("OTEL_TRACES_EXPORTER", "none"))).isSameAs(RunTrace.off());
    assertThat(trace(toReceiver("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))).isSameAs(RunTrace.off());
    assertThat(trace(toReceiver("OTEL_EXPORTER_OTLP_CERTIFICATE", "/no/such/file")))
        .isSameAs(RunTrace.off());
  }

  /** What other programs in the same environment are told is no misspelt setting. */
  @Test
  void otherStandardNames_areNoProblem() throws Exception {
    Map<String, String> others = new HashMap<>();
    for (String signal : List.of("TRACES", "METRICS", "LOGS")) {
      others.put("OTEL_" + signal + "_EXPORTER", "otlp");
      for (String part :
          List.of(
              "ENDPOINT",
              "HEADERS",
              "PROTOCOL",
              "TIMEOUT",
              "COMPRESSION",
              "CERTIFICATE",
              "CLIENT_KEY",
              "CLIENT_CERTIFICATE",
              "INSECURE")) {
        others.put("OTEL_EXPORTER_OTLP_" + signal + "_" + part, "http://127.0.0.1:9/x");
        if (!part.equals("TIMEOUT") && !part.equals("ENDPOINT") && !part.equals("HEADERS")) {
          others.put("OTEL_EXPORTER_OTLP_" + part, "x");
        }
      }
    }
    for (String name :
        List.of(
            "OTEL_PROPAGATORS",
            "OTEL_TRACES_SAMPLER",
            "OTEL_TRACES_SAMPLER_ARG",
            "OTEL_LOG_LEVEL",
            "OTEL_ENTITIES",
            "OTEL_BSP_EXPORT_TIMEOUT",
            "OTEL_ATTRIBUTE_COUNT_LIMIT",
            "OTEL_CONFIG_FILE",
            "OTEL_METRICS_EXEMPLAR_FILTER")) {
      others.put(name, "x");
    }
    assertThat(OptionGroup.read(new TraceOptions(), others)).isNotNull();
  }

  @Test
  void headers_areNotShown_whenTheyAreMalformed() {
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> trace(toReceiver("OTEL_EXPORTER_OTLP_HEADERS", "hush")))
        .withMessageContaining("OTEL_EXPORTER_OTLP_HEADERS is malformed")
        .withMessageNotContaining("hush");
  }

  @Test
  void close_goesOn_whenTheReceiverRefuses() throws Exception {
    receiver.status = 503;
    try (RunTrace trace = trace(toReceiver())) {
      trace.span("load").close();
    }

    assertThat(receiver.paths).as("no second try").hasSize(1);
  }

  @Test
  void close_goesOn_whenNobodyListens() throws Exception {
    receiver.close();
    RunTrace trace = trace(toReceiver());
    trace.span("load").close();

    trace.close();
    trace.close();
  }

  /** Without the setting it would wait for the exporter's own 10 seconds, or for ever. */
  @Test
  @Timeout(8)
  void close_waitsForItsTimeOutOnly_whenTheReceiverIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      RunTrace trace = trace(Map.of(ENDPOINT, url, "OTEL_EXPORTER_OTLP_TIMEOUT", "200"));
      trace.span("load").close();

      trace.close();
    }
  }

  /** A class path without OpenTelemetry has all that a run without traces loads. */
  @Test
  void trace_loadsNothing_whenNoEndpointIsSet() throws Exception {
    URL[] withoutIt =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> !entry.contains("opentelemetry"))
            .map(TraceOptionsTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(withoutIt, ClassLoader.getPlatformClassLoader())) {
      Class<?> options = loader.loadClass(TraceOptions.class.getName());
      Class<?> group = loader.loadClass(OptionGroup.class.getName());
      Object read =
          group
              .getMethod("read", group, Map.class)
              .invoke(null, options.getConstructor().newInstance(), Map.of());
      Object off =
          options
              .getMethod("trace", String.class, UUID.class, String.class, String.class)
              .invoke(read, "x", RUN, "cargo", "r7");
      Class<?> span = loader.loadClass(RunTrace.class.getName());
      Object none = span.getMethod("span", String.class).invoke(off, "load");

      assertThat(none).isSameAs(off);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  private Received span(String name) {
    return receiver.spans.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
