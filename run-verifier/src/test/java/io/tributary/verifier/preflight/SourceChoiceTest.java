package io.tributary.verifier.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.sun.net.httpserver.HttpServer;
import io.tributary.model.definition.Paging;
import io.tributary.model.definition.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SourceChoiceTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? 500 : status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI here() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static Source source(String url) {
    return new Source(
        URI.create(url),
        Map.of("nat", "gb, us"),
        JsonPointer.compile("/results"),
        Optional.empty(),
        new Paging.Numbered("page", Optional.of("results"), Optional.of("seed"), 5000, 10_000),
        Optional.empty());
  }

  private static SourceChoice choice(Source source, @Nullable URI given, @Nullable URI simulator) {
    return new SourceChoice(source, given, simulator, new HttpProbe(Duration.ofSeconds(5)));
  }

  @Test
  void choose_takesTheSimulator_whenItIsUpAndNoSourceIsGiven() throws Exception {
    SourceChoice choice = choice(source("https://randomuser.me/api/1.4/"), null, here());

    assertThat(choice.choose())
        .isEqualTo(new SourceChoice.Chosen(here().resolve("/api/1.4/"), "simulator"));
    assertThat(asked).containsExactly("/api/1.4/?nat=gb%2C+us&results=1");
  }

  @Test
  void choose_takesTheGivenSource_evenWhenTheSimulatorIsUp() throws Exception {
    SourceChoice choice = choice(source("https://randomuser.me/api/1.4/"), NOBODY, here());

    assertThat(choice.choose()).isEqualTo(new SourceChoice.Chosen(NOBODY, "parameter"));
    assertThat(asked).isEmpty();
  }

  @Test
  void choose_takesTheDefinitionsUrl_whenTheSimulatorIsDown() throws Exception {
    SourceChoice choice = choice(source("https://randomuser.me/api/1.4/"), null, NOBODY);

    assertThat(choice.choose())
        .isEqualTo(
            new SourceChoice.Chosen(URI.create("https://randomuser.me/api/1.4/"), "definition"));
  }

  @Test
  void choose_takesTheDefinitionsUrl_whenTheSimulatorSpeaksAnotherLanguage() throws Exception {
    SourceChoice choice = choice(source("https://example.org/api/1.4/"), null, here());

    assertThat(choice.choose().chosen()).isEqualTo("definition");
    assertThat(asked).isEmpty();
  }

  @Test
  void missing_isNothing_whenTheSourceOnlyAsksForPatience() throws Exception {
    status = 429;
    SourceChoice choice = choice(source("https://randomuser.me/api/"), here(), null);

    assertThat(choice.missing(choice.choose())).isEmpty();
  }

  @Test
  void missing_isNothing_whenTheSourceFailsTwiceOnly() throws Exception {
    failures.set(2);
    SourceChoice choice = choice(source("https://randomuser.me/api/"), here(), null);

    assertThat(choice.missing(choice.choose())).isEmpty();
  }

  @Test
  void missing_namesTheStatus_whenTheSourceAnswersWithNothingElse() throws Exception {
    status = 404;
    SourceChoice choice = choice(source("https://randomuser.me/api/"), here(), null);

    assertThat(choice.missing(choice.choose()))
        .contains(
            "the source %s answers with status 404: name one that does, or none for https://randomuser.me/api/"
                .formatted(here()));
  }

  @Test
  void missing_namesTheProfile_whenTheDefinitionsSourceIsDown() throws Exception {
    Source down = source("http://randomuser.me:1/api/");
    SourceChoice choice = new SourceChoice(down, null, null, new HttpProbe(Duration.ofMillis(500)));

    assertThat(choice.missing(choice.choose()).orElseThrow())
        .startsWith("the source http://randomuser.me:1/api/ does not answer (")
        .endsWith(
            "start the simulator with `docker compose --profile offline up -d --wait`, or name another source");
  }

  /** As services in Compose may be called. */
  @Test
  void missing_saysThatTheHostIsUnknown_whenItsNameHasAnUnderscore() throws Exception {
    Source down = source("http://things_api.invalid/v1");
    SourceChoice choice = choice(down, null, null);

    assertThat(choice.missing(choice.choose()).orElseThrow())
        .contains("does not answer (unknown host things_api.invalid)");
  }

  @Test
  void missing_followsARedirect() throws Exception {
    server.createContext(
        "/old/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/new/?page=1");
          exchange.sendResponseHeaders(301, -1);
          exchange.close();
        });
    SourceChoice choice =
        choice(source("https://randomuser.me/api/"), here().resolve("/old/"), null);

    assertThat(choice.missing(choice.choose())).isEmpty();
    assertThat(asked).containsExactly("/new/?page=1");
  }
}
