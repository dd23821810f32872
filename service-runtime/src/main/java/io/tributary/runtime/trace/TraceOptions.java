package io.tributary.runtime.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.runtime.command.Version;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.config.Setting;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the traces of runs go. The variables are those of OpenTelemetry's specification; the many
 * others of it are left to other programs in the same environment.
 */
public final class TraceOptions extends OptionGroup {
  private static final Logger LOG = LoggerFactory.getLogger(TraceOptions.class);

  private static final String TRACES_PATH = "/v1/traces";
  private static final String HTTP_PROTOCOL = "http/protobuf";

  private static final Setting<Optional<URI>> ENDPOINT =
      Setting.optionalUrl(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "where the traces of runs go by OTLP over HTTP, without /v1/traces; empty for no traces");

  private static final Setting<Optional<URI>> TRACES_ENDPOINT =
      Setting.optionalUrl(
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "the same as a whole, with the path");

  private static final Setting<Map<String, String>> HEADERS =
      new Setting<>(
          "OTEL_EXPORTER_OTLP_HEADERS",
          "secret name=value, separated by commas",
          Optional.of(""),
          "headers to send with traces, such as authorization=Bearer%20…",
          true,
          TraceOptions::pairs);

  private static final Setting<String> PROTOCOL =
      Setting.text(
          "OTEL_EXPORTER_OTLP_PROTOCOL",
          HTTP_PROTOCOL,
          "how traces are sent; with anything but http/protobuf there are none, and a warning");

  private static final Setting<Integer> TIMEOUT =
      Setting.integer(
          "OTEL_EXPORTER_OTLP_TIMEOUT",
          3_000,
          1,
          60_000,
          "how long the end of a command may wait for its traces to be sent, in milliseconds");

  private static final Setting<Optional<Path>> CERTIFICATES =
      Setting.file(
          "OTEL_EXPORTER_OTLP_CERTIFICATE",
          "PEM certificates of the authorities that sign that of the endpoint; empty for the public ones that Java trusts");

  private static final Setting<String> SERVICE_NAME =
      Setting.text(
          "OTEL_SERVICE_NAME", "", "the service's name in traces; empty for the command's own");

  private static final Setting<Map<String, String>> RESOURCE =
      new Setting<>(
          "OTEL_RESOURCE_ATTRIBUTES",
          "name=value, separated by commas",
          Optional.of(""),
          "more to say of the service in traces, such as deployment.environment.name=test",
          false,
          TraceOptions::pairs);

  private static final Setting<Boolean> EXPORTED =
      word(
          "OTEL_TRACES_EXPORTER",
          "otlp",
          "none for no traces, in spite of an endpoint",
          text -> Arrays.asList(text.split("\\s*,\\s*")).contains("otlp"));

  private static final Setting<Boolean> DISABLED =
      word(
          "OTEL_SDK_DISABLED",
          "false",
          "true for no traces, in spite of an endpoint",
          text -> text.equalsIgnoreCase("true"));

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        ENDPOINT,
        TRACES_ENDPOINT,
        HEADERS,
        PROTOCOL,
        TIMEOUT,
        CERTIFICATES,
        SERVICE_NAME,
        RESOURCE,
        EXPORTED,
        DISABLED);
  }

  /**
   * What this process adds to the trace of a run; nothing where no endpoint is set.
   *
   * @param service the service's name, if no setting gives it another
   * @param id of the trace as well: each process and each try of the same run adds to one trace
   * @param pipeline and {@code runId}: attributes of each span that is part of no other
   */
  public RunTrace trace(String service, UUID id, String pipeline, String runId) {
    Optional<URI> endpoint =
        value(TRACES_ENDPOINT).or(() -> value(ENDPOINT).map(TraceOptions::tracesOf));
    if (endpoint.isEmpty() || value(DISABLED) || !value(EXPORTED)) {
      return RunTrace.off();
    }
    if (!value(PROTOCOL).equals(HTTP_PROTOCOL)) {
      LOG.warn(
          "no trace of the run: {} is '{}', and {} alone can be used",
          PROTOCOL.name(),
          value(PROTOCOL),
          HTTP_PROTOCOL);
      return RunTrace.off();
    }
    TraceSettings settings =
        new TraceSettings(
            endpoint.get(),
            value(HEADERS),
            Duration.ofMillis(value(TIMEOUT)),
            value(CERTIFICATES),
            resource(service));
    try {
      return OtlpTrace.open(settings, id, pipeline, runId);
    } catch (Exception | LinkageError unusable) {
      LOG.warn("no trace of the run, which changes nothing else: {}", unusable.toString());
      return RunTrace.off();
    }
  }

  private Map<String, String> resource(String service) {
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", service);
    resource.put("service.version", Version.tributary());
    resource.putAll(value(RESOURCE));
    if (!value(SERVICE_NAME).isEmpty()) {
      resource.put("service.name", value(SERVICE_NAME));
    }
    return resource;
  }

  private static URI tracesOf(URI base) {
    return URI.create(base.toString().replaceFirst("/+$", "") + TRACES_PATH);
  }

  private static Setting<Boolean> word(
      String name, String fallback, String meaning, Function<String, Boolean> parser) {
    return new Setting<>(name, "text", Optional.of(fallback), meaning, false, parser);
  }

  /** As W3C's baggage has them: values are percent-encoded. */
  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(
            pair.substring(0, equals).strip(),
            URLDecoder.decode(pair.substring(equals + 1).strip().replace("+", "%2B"), UTF_8));
      } else if (!pair.isBlank()) {
        throw new IllegalArgumentException("no name=value");
      }
    }
    return pairs;
  }
}
