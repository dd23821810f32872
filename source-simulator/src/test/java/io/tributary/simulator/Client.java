package io.tributary.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Asks a simulator over HTTP. */
final class Client {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  Client(URI url) {
    this.url = url;
  }

  /** What comes back, whatever it is. */
  HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    return get(pathAndQuery, Duration.ofSeconds(60));
  }

  HttpResponse<String> get(String pathAndQuery, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(pathAndQuery)).timeout(limit).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** With one header, and by POST if there is a body. */
  HttpResponse<String> send(String pathAndQuery, String header, String value, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(pathAndQuery));
    request.header(header, value);
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The JSON of an answer. */
  JsonNode json(String pathAndQuery) throws IOException, InterruptedException {
    return JSON.readTree(get(pathAndQuery).body());
  }

  /** The users of an answer. */
  List<JsonNode> users(String pathAndQuery) throws IOException, InterruptedException {
    return list(json(pathAndQuery).get("results"));
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
