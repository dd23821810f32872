package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tributary.model.definition.NormalizedJson;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.lineage.LineagePlaces;
import io.tributary.model.lineage.ProduceLineage;
import io.tributary.model.receipt.ReceiptJson;
import io.tributary.model.run.RunUuid;
import io.tributary.producer.credential.SecretSource;
import io.tributary.producer.publish.FakeKafka;
import io.tributary.producer.source.HttpLimits;
import io.tributary.runtime.config.OptionGroup;
import io.tributary.runtime.status.ProcessMetrics;
import io.tributary.runtime.trace.RunTrace;
import io.tributary.runtime.trace.TraceOptions;
import io.tributary.runtime.trace.TraceSpan;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Secrets are sent to the source and the token endpoint, and are in nothing else, whatever the
 * source answers: its answers repeat all that it was sent.
 */
@Timeout(60)
class CredentialCanaryTest {
  private static final HttpLimits LIMITS =
      new HttpLimits(
          Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(600), 1 << 20);

  private static final String CANARY = "canary7/Qx+9~\"z=";
  private static final String USER = "canary8-user/1";
  private static final String ACCESS = "canary9+access/";
  private static final String REFRESH = "canary5/refresh+";

  private enum Kind {
    BEARER("{type: bearer, token: '${env:CANARY}'}"),
    BASIC("{type: basic, user: '${env:USER}', password: '${env:CANARY}'}"),
    HEADER("{type: api-key, header: X-Api-Key, prefix: 'Token ', value: '${env:CANARY}'}"),
    PARAMETER("{type: api-key, parameter: apikey, value: '${env:CANARY}'}"),
    CLIENT("{type: oauth2, token-url: '%stoken', client-id: shop, client-secret: '${env:CANARY}'}"),
    CLIENT_IN_BODY(
        "{type: oauth2, token-url: '%stoken', client-id: '${env:USER}', client-secret:"
            + " '${env:CANARY}', client-authentication: body}"),
    REFRESH_TOKEN(
        "{type: oauth2, token-url: '%stoken', client-id: shop, refresh-token: '${env:CANARY}'}");

    private final String authentication;

    Kind(String authentication) {
      this.authentication = authentication;
    }

    private boolean hasToken() {
      return authentication.contains("oauth2");
    }
  }

  private enum Fault {
    NONE,
    UNAUTHORIZED,
    FORBIDDEN,
    SERVER_ERROR,
    ERROR_BODY,
    WEB_PAGE,
    REDIRECT_ELSEWHERE,
    NEXT_ELSEWHERE,
    REDIRECT_TO_A_STRANGER,
    CUT_OFF,
    SILENCE,
    BAD_RECORDS,
    TOKEN_REFUSED,
    TOKEN_ENDPOINT_DOWN,
    NO_TOKEN
  }

  @StartStop private final MockWebServer source = new MockWebServer();
  @StartStop private final MockWebServer elsewhere = new MockWebServer();
  @StartStop private final MockWebServer telemetry = new MockWebServer();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> strayed = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(Fault.values())
                    .filter(fault -> kind.hasToken() || !fault.name().contains("TOKEN"))
                    .map(fault -> Arguments.of(kind, fault)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void run_showsNoSecret(Kind kind, Fault fault) throws Exception {
    source.setDispatcher(new Parrot(fault));
    elsewhere.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            strayed.add(told(request));
            return page("[{\"id\":\"e\",\"name\":\"e\"}]", "null");
          }
        });
    Pipeline pipeline = pipeline(kind);
    FakeKafka kafka = FakeKafka.willing();
    List<String> shown = new ArrayList<>();
    shown.add(NormalizedJson.of(pipeline));
    OutputStreamAppender appender = capture();
    try {
      ProducerRun run = run(pipeline, kafka);
      PrometheusMeterRegistry metrics = ProcessMetrics.registry();
      new RunMetrics(run).bindTo(metrics);
      RunEnd end = run.run();
      shown.add(end.toString());
      shown.add(ReceiptJson.write(end.receipt()));
      shown.add(run.progress() + " " + run.sourceFaults());
      shown.add(metrics.scrape());
      shown.add(exported(span -> RunSpan.describe(span, end, run.sourceFaults())));
      ProduceLineage lineage =
          new ProduceLineage(pipeline, "r1", new LineagePlaces("test", "kafka:1", "db:1", "1"));
      shown.add(lineage.started(Instant.EPOCH));
      shown.add(lineage.ended(end.receipt(), end.failure()));
      if (fault == Fault.NONE
          || fault == Fault.REDIRECT_ELSEWHERE
          || fault == Fault.NEXT_ELSEWHERE) {
        assertThat(end.failure()).isEmpty();
      } else if (fault != Fault.BAD_RECORDS) {
        assertThat(end.failure()).isPresent();
      }
    } finally {
      release(appender);
    }
    kafka.sent().forEach(record -> shown.add(told(record)));
    shown.add(log.toString(UTF_8));

    assertThat(String.join("\n", received)).as("what the source gets").containsAnyOf(forms());
    for (String text : shown) {
      assertThat(text).doesNotContain(forms());
    }
    assertThat(String.join("\n", strayed)).as("what another origin gets").doesNotContain(forms());
    if (fault == Fault.REDIRECT_ELSEWHERE || fault == Fault.NEXT_ELSEWHERE) {
      assertThat(strayed).isNotEmpty();
    }
    if (fault == Fault.BAD_RECORDS) {
      assertThat(shown).anyMatch(text -> text.contains("no id"));
    }
  }

  /** What a trace with this span tells its receiver. */
  private String exported(Consumer<TraceSpan> described) throws Exception {
    Map<String, String> environment =
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.url("/").toString());
    telemetry.enqueue(new MockResponse.Builder().build());
    try (RunTrace trace =
        OptionGroup.read(new TraceOptions(), environment)
            .trace("producer-service", RunUuid.of("people", "r1"), "people", "r1")) {
      trace.within("produce", described::accept);
    }
    RecordedRequest request = telemetry.takeRequest();
    String body = Objects.requireNonNull(request.getBody()).string(UTF_8);
    assertThat(body).contains("tributary.records.fetched");
    return body;
  }

  /** Repeats in every answer what it was sent. */
  private final class Parrot extends Dispatcher {
    private final Fault fault;

    Parrot(Fault fault) {
      this.fault = fault;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String told = told(request);
      received.add(told);
      String echo = "\"" + told.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      if (request.getUrl().encodedPath().equals("/token")) {
        return token(echo);
      }
      return switch (fault) {
        case UNAUTHORIZED -> error(401, echo);
        case FORBIDDEN -> error(403, echo);
        case SERVER_ERROR -> error(500, echo);
        case ERROR_BODY -> error(200, echo);
        case WEB_PAGE -> new MockResponse.Builder().body("<html>" + told).build();
        case REDIRECT_ELSEWHERE ->
            new MockResponse.Builder()
                .code(302)
                .addHeader("Location", elsewhere.url("/people?" + request.getUrl().encodedQuery()))
                .build();
        case REDIRECT_TO_A_STRANGER ->
            new MockResponse.Builder()
                .code(302)
                .addHeader(
                    "Location", "http://stranger.example/?" + request.getUrl().encodedQuery())
                .build();
        case NEXT_ELSEWHERE ->
            page(
                "[{\"id\":\"a\",\"name\":\"a\"}]",
                "\"" + elsewhere.url("/people?" + request.getUrl().encodedQuery()) + "\"");
        case CUT_OFF ->
            new MockResponse.Builder()
                .body("{\"results\":" + echo)
                .onResponseBody(new SocketEffect.CloseSocket(true, false, false))
                .build();
        case SILENCE ->
            new MockResponse.Builder()
                .body("{\"results\":" + echo)
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build();
        case BAD_RECORDS ->
            page(
                "[{\"name\":\"no id\",\"seen\":%s},{\"id\":\"a\",\"name\":%s}]"
                    .formatted(echo, echo),
                "null");
        default -> page("[{\"id\":\"a\",\"name\":%s}]".formatted(echo), "null");
      };
    }

    private MockResponse token(String echo) {
      return switch (fault) {
        case TOKEN_REFUSED ->
            new MockResponse.Builder()
                .code(400)
                .body("{\"error\":\"invalid_client\",\"error_description\":%s}".formatted(echo))
                .build();
        case TOKEN_ENDPOINT_DOWN -> error(503, echo);
        case NO_TOKEN -> new MockResponse.Builder().body(echo).build();
        default ->
            new MockResponse.Builder()
                .body(
                    "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":3600}"
                        .formatted(ACCESS, REFRESH))
                .build();
      };
    }
  }

  private static MockResponse error(int status, String echo) {
    return new MockResponse.Builder().code(status).body("{\"error\":%s}".formatted(echo)).build();
  }

  private static MockResponse page(String records, String next) {
    return new MockResponse.Builder()
        .body("{\"results\":%s,\"next\":%s}".formatted(records, next))
        .build();
  }

  /** All of a request, and what Basic authentication hides. */
  private static String told(RecordedRequest request) {
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    String basic = "";
    String authorization = request.getHeaders().get("Authorization");
    if (authorization != null && authorization.startsWith("Basic ")) {
      basic =
          new String(Base64.getDecoder().decode(authorization.substring("Basic ".length())), UTF_8);
    }
    return "%s %s %s %s"
        .formatted(request.getUrl(), request.getHeaders().toMultimap(), basic, body)
        .replaceAll("[\\r\\n]+", " ");
  }

  private static String told(ProducerRecord<byte[], byte[]> record) {
    StringBuilder text = new StringBuilder(new String(record.value(), UTF_8));
    if (record.key() != null) {
      text.append(new String(record.key(), UTF_8));
    }
    record.headers().forEach(header -> text.append(new String(header.value(), UTF_8)));
    return text.toString();
  }

  /** Every secret in every form in which someone could read it. */
  private static String[] forms() {
    List<String> forms = new ArrayList<>();
    for (String secret : List.of(CANARY, USER, ACCESS, REFRESH)) {
      forms.add(secret);
      forms.add(secret.replace("\"", "\\\""));
      forms.add(URLEncoder.encode(secret, UTF_8));
      forms.add(URLEncoder.encode(secret, UTF_8).replace("%22", "\""));
      forms.add(Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
      forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
    }
    forms.add(Base64.getEncoder().encodeToString((USER + ":" + CANARY).getBytes(UTF_8)));
    forms.add(
        Base64.getEncoder()
            .encodeToString(("shop:" + URLEncoder.encode(CANARY, UTF_8)).getBytes(UTF_8)));
    return forms.toArray(String[]::new);
  }

  private Pipeline pipeline(Kind kind) throws Exception {
    String text =
        """
        name: people
        source:
          url: %s
          records: /results
          error: /error
          paging: {type: next-url, next: /next, page-size: 10}
          authentication: %s
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: name, type: text, from: /name, required: true}
        topic: {name: people}
        table: {keyspace: test, name: people, key: [id]}
        """
            .formatted(
                source.url("/people"),
                kind.authentication.replace("%s", source.url("/").toString()));
    return Pipeline.parse(Path.of("people.yaml"), text.getBytes(UTF_8));
  }

  private static ProducerRun run(Pipeline pipeline, FakeKafka kafka) throws Exception {
    Map<String, String> environment = Map.of("CANARY", CANARY, "USER", USER);
    return new ProducerRun(
        pipeline,
        RunRequest.of("r1", new Target.Everything()),
        TestParts.of(
            pipeline,
            kafka,
            TestParts.manners(
                LIMITS,
                Duration.ofSeconds(3),
                InstantSource.system(),
                1,
                new SecretSource(environment::get))));
  }

  private OutputStreamAppender capture() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    OutputStreamAppender appender =
        OutputStreamAppender.newBuilder()
            .setName("canary")
            .setTarget(log)
            .setLayout(
                PatternLayout.newBuilder().withPattern("%level %logger %msg %throwable%n").build())
            .build();
    appender.start();
    context.getRootLogger().addAppender(appender);
    Configurator.setAllLevels("", Level.DEBUG);
    return appender;
  }

  private static void release(OutputStreamAppender appender) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getRootLogger().removeAppender(appender);
    context.reconfigure();
    appender.stop();
  }
}
