package io.tributary.stack.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a console as people's browsers and as programs do. No answer may take longer than 10 s. */
final class ConsoleClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI console;

  ConsoleClient(URI console) {
    this.console = console;
  }

  URI uri(String path) {
    return console.resolve(path);
  }

  /** As a viewer, unless the headers say otherwise. */
  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(path, headers), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> begin(String path) {
    return http.sendAsync(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  String page(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  /** As an operator's program gets it. */
  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path, "Authorization", "Bearer " + ConsolePlatform.OPERATOR);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  HttpResponse<String> post(String path, String form, String cookie)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return http.send(
        (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build(),
        BodyHandlers.ofString());
  }

  /** As the operator Ada; returns the session's cookie. */
  String signIn() throws IOException, InterruptedException {
    String form = "name=Ada&password=" + URLEncoder.encode(ConsolePlatform.OPERATOR, UTF_8);
    return post("/sign-in", form, "")
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  /** The token that each form of a page has. */
  static String csrf(String html) {
    Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(html);
    assertThat(token.find()).isTrue();
    return URLEncoder.encode(token.group(1), UTF_8);
  }

  /** What a person reads: without tags, each space once. */
  static String text(String html) {
    return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }
}
