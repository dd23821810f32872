package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.tributary.runtime.http.HttpListener;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A source with a fixed list of users that pages through it in every way, and often answers
 * wrongly: with errors, with what is no page, with too little, with a page that was there before.
 * It never gives a wrong answer twice in a row, and none that nobody could tell from the truth: no
 * empty page after a short one where pages have no names. So a client that asks again can read all.
 * For one client at a time, which begins with the first page.
 */
public final class LyingSource implements AutoCloseable {
  /** Users of a page, where it is not shorter. */
  public static final int PAGE_SIZE = 100;

  private static final int SIMULATOR_PAGE = 5_000;
  private static final int LIE_PER_CENT = 25;

  private final Random random;
  private final SimulatorServer simulator =
      new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit());
  private final HttpListener listener =
      new HttpListener("lying source", "127.0.0.1", 0, "free a port", this::answer);
  private final List<String> users = new ArrayList<>();
  private boolean lied;
  private boolean shortBefore;
  private int lies;
  private int answers;
  private int tokens;
  private String before = "[]";

  /** How a source names its pages, {@link #PAGE_SIZE} users each. */
  public enum Paging {
    PAGE("{type: page, page-parameter: page, size-parameter: limit, page-size: 100}"),
    OFFSET("{type: offset, offset-parameter: offset, size-parameter: limit, page-size: 100}"),
    TOKEN(
        "{type: token, token-parameter: token, next: /next, size-parameter: limit, page-size: 100}"),
    NEXT_URL("{type: next-url, next: /next, size-parameter: limit, page-size: 100}"),
    LINK_HEADER("{type: link-header, size-parameter: limit, page-size: 100}"),
    KEYSET(
        "{type: keyset, value-parameter: after, value: /login/uuid, size-parameter: limit, page-size: 100}");

    private final String definition;

    Paging(String definition) {
      this.definition = definition;
    }

    /** The value of {@code paging} in a definition. */
    public String definition() {
      return definition;
    }

    /** Whether a page names the next one. */
    private boolean hasNames() {
      return this == TOKEN || this == NEXT_URL || this == LINK_HEADER;
    }

    private String path() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it answers instead of the page that was asked for. */
  private enum Lie {
    SERVER_ERROR,
    RATE_LIMIT,
    ERROR_IN_A_GOOD_ANSWER,
    WEB_PAGE,
    TRUNCATED,
    CUT_OFF,
    EMPTY,
    PAGE_BEFORE
  }

  /**
   * @param random decides when and how it lies
   */
  public LyingSource(Random random) {
    this.random = random;
  }

  public void start() throws IOException {
    simulator.start();
    listener.start();
  }

  /**
   * Takes other users from now on.
   *
   * @param seed of the users
   */
  public synchronized void serve(String seed, int count) throws IOException, InterruptedException {
    users.clear();
    answers = 0;
    ObjectMapper json = new ObjectMapper();
    HttpClient client = HttpClient.newHttpClient();
    for (int page = 1; users.size() < count; page++) {
      String query =
          String.format(Locale.ROOT, "?seed=%s&page=%d&results=%d", seed, page, SIMULATOR_PAGE);
      String body =
          client
              .send(
                  HttpRequest.newBuilder(simulator.url().resolve(query)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode user : json.readTree(body).get("results")) {
        if (users.size() < count) {
          users.add(user.toString());
        }
      }
    }
  }

  /** All that it has, as one answer. */
  public synchronized RecordingSource.Served everything() {
    return new RecordingSource.Served("page=1", "{\"results\":" + users + "}");
  }

  /** Where a producer finds it. */
  public URI url(Paging paging) {
    return listener.root().resolve(paging.path());
  }

  /** How many requests it answered since it took these users. */
  public synchronized int answers() {
    return answers;
  }

  /** How many answers were wrong so far. */
  public synchronized int lies() {
    return lies;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Optional<Paging> paging =
          List.of(Paging.values()).stream()
              .filter(one -> path.equals("/" + one.path()))
              .findFirst();
      if (paging.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      answers++;
      Map<String, String> query = query(exchange.getRequestURI());
      int size = Integer.parseInt(query.getOrDefault("limit", "100"));
      int first = first(paging.get(), query, size);
      if (first >= users.size() && random.nextBoolean()) {
        // beyond the end some sources have nothing, and some no page
        exchange.sendResponseHeaders(paging.get() == Paging.PAGE ? 404 : 204, -1);
        return;
      }
      Lie lie = Lie.values()[random.nextInt(Lie.values().length)];
      if (!lied && random.nextInt(100) < LIE_PER_CENT && isNoticeable(lie, paging.get(), first)) {
        lied = true;
        lies++;
        lie(exchange, paging.get(), lie, first, size);
        return;
      }
      lied = false;
      int last = Math.min(users.size(), first + shortened(paging.get(), size));
      shortBefore = last - first < size;
      page(exchange, paging.get(), first, last);
    }
  }

  private boolean isNoticeable(Lie lie, Paging paging, int first) {
    return switch (lie) {
      case EMPTY -> paging.hasNames() || !shortBefore;
      case PAGE_BEFORE -> !paging.hasNames() && first > 0;
      default -> true;
    };
  }

  /** Pages with numbers would leave out what a short one has not. */
  private int shortened(Paging paging, int size) {
    return paging == Paging.PAGE || random.nextInt(4) > 0 ? size : 1 + random.nextInt(size);
  }

  private int first(Paging paging, Map<String, String> query, int size) {
    return switch (paging) {
      case PAGE -> (Integer.parseInt(query.getOrDefault("page", "1")) - 1) * size;
      case OFFSET -> Integer.parseInt(query.getOrDefault("offset", "0"));
      case TOKEN, NEXT_URL, LINK_HEADER ->
          Integer.parseInt(query.getOrDefault("token", "0").split("-", 2)[0]);
      case KEYSET -> {
        String after = query.get("after");
        int found = 0;
        while (after != null && found < users.size() && !users.get(found).contains(after)) {
          found++;
        }
        yield after == null ? 0 : found + 1;
      }
    };
  }

  private void page(HttpExchange exchange, Paging paging, int first, int last) throws IOException {
    String results = first >= last ? "[]" : users.subList(first, last).toString();
    before = results;
    send(exchange, 200, body(exchange, paging, results, last));
  }

  /** The answer, with the next page's name where the kind of paging has one. */
  private String body(HttpExchange exchange, Paging paging, String results, int last) {
    // another each time, as sources do that keep a position for each client
    String token = last + "-" + ++tokens;
    String url = url(paging) + "?limit=100&token=" + token;
    boolean more = last < users.size();
    if (paging == Paging.LINK_HEADER && more) {
      exchange.getResponseHeaders().add("Link", "<%s>; rel=\"next\"".formatted(url));
    }
    String next =
        switch (paging) {
          case TOKEN -> more ? ",\"next\":\"%s\"".formatted(token) : ",\"next\":null";
          case NEXT_URL -> more ? ",\"next\":\"%s\"".formatted(url) : "";
          case PAGE, OFFSET, LINK_HEADER, KEYSET -> "";
        };
    return "{\"results\":" + results + next + "}";
  }

  private void lie(HttpExchange exchange, Paging paging, Lie lie, int first, int size)
      throws IOException {
    int last = Math.min(users.size(), first + size);
    String truth =
        "{\"results\":" + (first >= last ? "[]" : users.subList(first, last).toString()) + "}";
    switch (lie) {
      case SERVER_ERROR -> send(exchange, 500 + random.nextInt(5), "{\"error\":\"overloaded\"}");
      case RATE_LIMIT -> {
        exchange.getResponseHeaders().add("Retry-After", Integer.toString(random.nextInt(2)));
        send(exchange, 429, "{\"error\":\"slow down\"}");
      }
      case ERROR_IN_A_GOOD_ANSWER -> send(exchange, 200, "{\"error\":\"try again later\"}");
      case WEB_PAGE -> send(exchange, 200, "<html><body>Sign in</body></html>");
      case TRUNCATED -> send(exchange, 200, truth.substring(0, truth.length() / 2));
      case CUT_OFF -> {
        byte[] bytes = truth.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length + 1L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
      }
      case EMPTY -> send(exchange, 200, body(exchange, paging, "[]", first));
      case PAGE_BEFORE -> send(exchange, 200, body(exchange, paging, before, first));
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(URI asked) {
    Map<String, String> query = new HashMap<>();
    String text = asked.getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      String[] words = pair.split("=", 2);
      query.put(words[0], words.length < 2 ? "" : URLDecoder.decode(words[1], UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    listener.close();
    simulator.close();
  }
}
