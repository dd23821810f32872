package io.tributary.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final String OPERATOR = "an operator's secret";
  private static final String VIEWER = "a viewer's secret";

  private final HttpClient http = HttpClient.newHttpClient();
  private ConsoleServer server = new ConsoleServer("127.0.0.1", 0, List.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void get_isForEverybody_whenViewersHaveNoPassword() throws Exception {
    serve(Optional.empty(), Optional.of(OPERATOR));

    assertThat(get("/things").statusCode()).isEqualTo(200);
  }

  @Test
  void get_leadsToSigningIn_whenViewersHaveAPassword() throws Exception {
    serve(Optional.of(VIEWER), Optional.empty());

    HttpResponse<String> answer = get("/things?page=2");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .contains("/sign-in?next=" + encoded("/things?page=2"));
  }

  @Test
  void get_isRefusedWithAProblem_whenAProgramHasNoToken() throws Exception {
    serve(Optional.of(VIEWER), Optional.empty());

    HttpResponse<String> answer = get("/api/things");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":401");
  }

  @Test
  void get_isAllowed_whenAProgramSendsTheToken() throws Exception {
    serve(Optional.of(VIEWER), Optional.of(OPERATOR));

    assertThat(get("/api/things", "Authorization", "Bearer " + VIEWER).statusCode()).isEqualTo(200);
    assertThat(get("/api/things", "Authorization", "Bearer " + OPERATOR).statusCode())
        .isEqualTo(200);
    assertThat(get("/api/things", "Authorization", "bearer " + VIEWER).statusCode()).isEqualTo(200);
    assertThat(get("/api/things", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void post_isRefused_whenThereIsNoOperator() throws Exception {
    serve(Optional.empty(), Optional.empty());

    HttpResponse<String> answer = post("/change", "x=1");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("read-only", "CONSOLE_OPERATOR_PASSWORD");
  }

  @Test
  void post_isRefused_whenAViewerSendsIt() throws Exception {
    serve(Optional.of(VIEWER), Optional.of(OPERATOR));
    String cookie = signIn(VIEWER);

    HttpResponse<String> bySession = post("/change", "x=1", "Cookie", cookie);
    HttpResponse<String> byToken = post("/change", "x=1", "Authorization", "Bearer " + VIEWER);

    assertThat(bySession.statusCode()).isEqualTo(403);
    assertThat(bySession.body()).contains("That needs an operator, and you are a viewer");
    assertThat(byToken.statusCode()).isEqualTo(403);
  }

  @Test
  void post_asksWhoItIs_whenNobodyHasSaid() throws Exception {
    serve(Optional.empty(), Optional.of(OPERATOR));

    assertThat(post("/change", "x=1").statusCode()).isEqualTo(401);
  }

  @Test
  void post_isRefused_whenTheFormIsNotFromTheSession() throws Exception {
    serve(Optional.empty(), Optional.of(OPERATOR));
    String cookie = signIn(OPERATOR);

    assertThat(post("/change", "x=1", "Cookie", cookie).statusCode()).isEqualTo(403);
    assertThat(post("/change", "_csrf=wrong", "Cookie", cookie).statusCode()).isEqualTo(403);
    assertThat(
            post("/change", form(cookie), "Cookie", cookie, "Origin", "http://elsewhere.example")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void post_isDone_whenAnOperatorSendsTheSessionsForm() throws Exception {
    serve(Optional.empty(), Optional.of(OPERATOR));
    String cookie = signIn(OPERATOR);

    HttpResponse<String> answer = post("/change", form(cookie), "Cookie", cookie);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("changed by Ada");
  }

  @Test
  void post_isDone_whenAProgramSendsTheOperatorsToken() throws Exception {
    serve(Optional.empty(), Optional.of(OPERATOR));

    assertThat(post("/change", "", "Authorization", "Bearer " + OPERATOR).statusCode())
        .isEqualTo(200);
  }

  @Test
  void signOut_endsTheSession() throws Exception {
    serve(Optional.of(VIEWER), Optional.of(OPERATOR));
    String cookie = signIn(OPERATOR);
    String form = form(cookie);

    post("/sign-out", form, "Cookie", cookie);

    assertThat(get("/api/things", "Cookie", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void signIn_isPaused_afterManyWrongPasswords() throws Exception {
    serve(Optional.of(VIEWER), Optional.empty());
    for (int i = 0; i < 10; i++) {
      assertThat(post("/sign-in", "password=wrong").statusCode()).isEqualTo(401);
    }

    assertThat(post("/sign-in", "password=" + encoded(VIEWER)).statusCode()).isEqualTo(429);
  }

  @Test
  void signIn_staysWithinTheConsole() throws Exception {
    serve(Optional.of(VIEWER), Optional.empty());

    for (String next :
        List.of("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere")) {
      HttpResponse<String> answer =
          post("/sign-in", "password=%s&next=%s".formatted(encoded(VIEWER), encoded(next)));
      assertThat(answer.headers().firstValue("Location")).as(next).contains("/");
    }
  }

  @Test
  void everyAnswer_forbidsScriptsOfThePageAndFrames() throws Exception {
    serve(Optional.empty(), Optional.empty());

    for (String path : List.of("/things", "/not-there", "/sign-in", "/assets/pico.css")) {
      assertThat(get(path).headers().firstValue("Content-Security-Policy").orElseThrow())
          .as(path)
          .contains("default-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
  }

  private void serve(Optional<String> viewer, Optional<String> operator) throws Exception {
    Pages pages = new Pages(Optional::empty);
    server =
        new ConsoleServer(
            "127.0.0.1",
            0,
            List.of(
                new Access(viewer, operator, pages, Ticker.system()),
                new Problems(pages),
                routes -> {
                  routes.get("/things", request -> request.result("things"), Role.VIEWER);
                  routes.get("/api/things", request -> request.result("things"), Role.VIEWER);
                  routes.get(
                      "/csrf",
                      request -> request.result(Access.visitor(request).csrfToken()),
                      Role.VIEWER);
                  routes.post(
                      "/change",
                      request -> request.result("changed by " + Access.visitor(request).name()),
                      Role.OPERATOR);
                }));
    server.start();
  }

  private String signIn(String password) throws Exception {
    HttpResponse<String> answer = post("/sign-in", "name=Ada&password=" + encoded(password));
    assertThat(answer.statusCode()).isEqualTo(303);
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    return cookie.replaceFirst(";.*", "");
  }

  private String form(String cookie) throws Exception {
    return "_csrf=" + encoded(get("/csrf", "Cookie", cookie).body());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
