package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.tributary.drills.source.SourceKind.Form;
import io.tributary.drills.source.SourceKind.Paging;
import io.tributary.runtime.http.HttpListener;
import io.tributary.simulator.SimulatorConfig;
import io.tributary.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A source with a list of users that can be read in every way, and often answers wrongly: with
 * errors, with what is no page, with too little, with a page that was there before. It never gives
 * a wrong answer twice in a row, and none that nobody could tell from the truth: no empty page
 * after a short one where pages have no names, no lines that end where a line ends. So a client
 * that asks again can read all. For one client at a time, which begins with the first page.
 */
public final class LyingSource implements AutoCloseable {
  /** Users of a page, where it is not shorter. */
  public static final int PAGE_SIZE = 100;

  private static final int SIMULATOR_PAGE = 5_000;
  private static final int LIE_PER_CENT = 25;

  /** Of a source whose users change: all have changed within this time. */
  private static final Duration SPAN = Duration.ofDays(30);

  /** Of these, the first half changed within this time. */
  private static final Duration FIRST_SPAN = Duration.ofDays(29);

  private final Random random;
  private final UserLines lines;
  private final SimulatorServer simulator =
      new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit());
  private final HttpListener listener =
      new HttpListener("lying source", "127.0.0.1", 0, "free a port", this::answer);
  private final AccessTokens accessTokens = new AccessTokens();
  private final List<User> users = new ArrayList<>();
  private SourceKind kind = new SourceKind(Paging.PAGE, Form.JSON, false, SourceKind.Range.WHOLE);
  private Instant start = Instant.EPOCH;
  private int shown;
  private boolean lied;
  private boolean shortBefore;
  private int lies;
  private int answers;
  private int tokens;
  private List<User> before = List.of();

  /**
   * A user.
   *
   * @param changed when the user came to be as now
   */
  private record User(JsonNode json, String uuid, Instant changed) {}

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
   * @param definition text of the pipeline's definition
   */
  public LyingSource(Random random, String definition) {
    this.random = random;
    this.lines = new UserLines(LyingDefinition.events(definition));
  }

  public void start() throws IOException {
    simulator.start();
    listener.start();
  }

  /**
   * Takes other users from now on, and is read in another way. In a source that is read by changes,
   * they have changed one after the other.
   *
   * @param seed of the users
   */
  public synchronized void serve(SourceKind next, String seed, int count)
      throws IOException, InterruptedException {
    users.clear();
    answers = 0;
    kind = next;
    shown = count;
    start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(SPAN);
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
          users.add(taken(user, count));
        }
      }
    }
  }

  private User taken(JsonNode user, int count) {
    Instant changed = changed(users.size(), count);
    if (kind.isIncremental()) {
      ((ObjectNode) user.get("registered")).put("date", changed.toString());
    }
    return new User(user, user.at("/login/uuid").asText(), changed);
  }

  private Instant changed(int index, int count) {
    int half = count / 2;
    Duration later = SPAN.minus(FIRST_SPAN).multipliedBy(9).dividedBy(10);
    Duration after =
        index < half
            ? FIRST_SPAN.multipliedBy(index).dividedBy(half)
            : FIRST_SPAN.plus(later.multipliedBy(index - half).dividedBy(count - half));
    return start.plus(after).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Has only the first ones for now: the others have not come yet. */
  public synchronized void show(int count) {
    answers = 0;
    shown = count;
  }

  /** When the newest of those that it has changed. */
  public synchronized Instant newest() {
    return users.get(shown - 1).changed();
  }

  /** Before any of its users changed. */
  public synchronized Instant oldest() {
    return start;
  }

  /** All that it has, as one answer in JSON. */
  public synchronized RecordingSource.Served everything() {
    return new RecordingSource.Served("page=1", json(users, ""));
  }

  /** Where a producer finds it. */
  public URI url() {
    return listener.root().resolve("users");
  }

  /** Where a producer gets access tokens. */
  public URI tokenUrl() {
    return listener.root().resolve("token");
  }

  /** How many requests for pages it answered since it has these users. */
  public synchronized int answers() {
    return answers;
  }

  /** How many answers were wrong so far. */
  public synchronized int lies() {
    return lies;
  }

  /** How many access tokens it gave away so far. */
  public synchronized int tokensIssued() {
    return accessTokens.issued();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (path.equals("/token")) {
        token(exchange, authorization);
      } else if (!path.equals("/users")) {
        exchange.sendResponseHeaders(404, -1);
      } else if (kind.isSecured() && !accessTokens.admits(authorization)) {
        send(exchange, 401, "{\"error\":\"the token is not good any more\"}");
      } else {
        answers++;
        users(exchange);
      }
    }
  }

  private void token(HttpExchange exchange, @Nullable String authorization) throws IOException {
    if (!lied && random.nextInt(100) < LIE_PER_CENT) {
      lied = true;
      lies++;
      send(exchange, 503, "{\"error\":\"temporarily_unavailable\"}");
      return;
    }
    @Nullable String token = accessTokens.issue(authorization);
    if (token == null) {
      send(exchange, 401, "{\"error\":\"invalid_client\"}");
    } else {
      send(exchange, 200, token);
    }
  }

  private void users(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI());
    List<User> here = between(query);
    int size = Integer.parseInt(query.getOrDefault("limit", "100"));
    int first = first(here, query, size);
    if (first == 0) {
      shortBefore = false;
    }
    if (first >= here.size() && random.nextBoolean()) {
      // beyond the end some sources have nothing, and some no page
      boolean isNoPage = kind.paging() == Paging.PAGE && first > 0;
      exchange.sendResponseHeaders(isNoPage ? 404 : 204, -1);
      return;
    }
    Lie lie = Lie.values()[random.nextInt(Lie.values().length)];
    if (!lied && random.nextInt(100) < LIE_PER_CENT && isNoticeable(lie, first)) {
      lied = true;
      lies++;
      int from = Math.min(first, here.size());
      lie(exchange, lie, here.subList(from, Math.min(here.size(), first + size)), first);
      return;
    }
    lied = false;
    int last = Math.min(here.size(), first + shortened(size));
    shortBefore = last - first < size;
    before = List.copyOf(here.subList(Math.min(first, last), last));
    send(exchange, 200, body(exchange, before, last, last < here.size()));
  }

  /** Those that it has, and that changed when the request says. */
  private List<User> between(Map<String, String> query) {
    Instant since = Instant.parse(query.getOrDefault("since", Instant.EPOCH.toString()));
    Instant until = Instant.parse(query.getOrDefault("until", "9999-12-31T00:00:00Z"));
    return users.subList(0, shown).stream()
        .filter(user -> !user.changed().isBefore(since) && user.changed().isBefore(until))
        .toList();
  }

  private boolean isNoticeable(Lie lie, int first) {
    return switch (lie) {
      case EMPTY -> kind.paging().hasNames() || !shortBefore;
      case PAGE_BEFORE -> !kind.paging().hasNames() && first > 0;
      // a line of its own, which might be a record
      case ERROR_IN_A_GOOD_ANSWER -> kind.form() != Form.NDJSON;
      default -> true;
    };
  }

  /** Pages with numbers would leave out what a short one has not. */
  private int shortened(int size) {
    return kind.paging() == Paging.PAGE || random.nextInt(4) > 0 ? size : 1 + random.nextInt(size);
  }

  private int first(List<User> here, Map<String, String> query, int size) {
    return switch (kind.paging()) {
      case PAGE -> (Integer.parseInt(query.getOrDefault("page", "1")) - 1) * size;
      case OFFSET -> Integer.parseInt(query.getOrDefault("offset", "0"));
      case TOKEN, NEXT_URL, LINK_HEADER ->
          Integer.parseInt(query.getOrDefault("token", "0").split("-", 2)[0]);
      case KEYSET -> {
        String after = query.get("after");
        int found = 0;
        while (after != null && found < here.size() && !here.get(found).uuid().equals(after)) {
          found++;
        }
        yield after == null ? 0 : found + 1;
      }
    };
  }

  /**
   * A page, with the next one's name where the kind of paging has one.
   *
   * @param next number of the user with which the next page begins, counted from 0
   */
  private String body(HttpExchange exchange, List<User> page, int next, boolean hasMore) {
    // another each time, as sources do that keep a position for each client
    String token = next + "-" + ++tokens;
    String url = withToken(exchange.getRequestURI(), token);
    if (kind.paging() == Paging.LINK_HEADER && hasMore) {
      exchange.getResponseHeaders().add("Link", "<%s>; rel=\"next\"".formatted(url));
    }
    String member =
        switch (kind.paging()) {
          case TOKEN -> hasMore ? ",\"next\":\"%s\"".formatted(token) : ",\"next\":null";
          case NEXT_URL -> hasMore ? ",\"next\":\"%s\"".formatted(url) : "";
          case PAGE, OFFSET, LINK_HEADER, KEYSET -> "";
        };
    return written(page, member);
  }

  /** The request once more, but for the page. */
  private String withToken(URI request, String token) {
    String query = request.getRawQuery() == null ? "" : request.getRawQuery();
    String others = query.replaceAll("(^|&)token=[^&]*", "");
    return url() + "?" + (others.isEmpty() ? "" : others + "&") + "token=" + token;
  }

  private String written(List<User> page, String member) {
    return switch (kind.form()) {
      case JSON -> json(page, member);
      case NDJSON -> page.stream().map(user -> user.json() + "\n").collect(Collectors.joining());
      case CSV ->
          page.stream()
              .map(user -> lines.line(user.json()))
              .collect(Collectors.joining("", lines.header(), ""));
    };
  }

  private static String json(List<User> page, String member) {
    return page.stream()
        .map(user -> user.json().toString())
        .collect(Collectors.joining(",", "{\"results\":[", "]" + member + "}"));
  }

  /**
   * @param page that was asked for
   * @param first number of its first user, counted from 0
   */
  private void lie(HttpExchange exchange, Lie lie, List<User> page, int first) throws IOException {
    switch (lie) {
      case SERVER_ERROR -> send(exchange, 500 + random.nextInt(5), "{\"error\":\"overloaded\"}");
      case RATE_LIMIT -> {
        exchange.getResponseHeaders().add("Retry-After", Integer.toString(random.nextInt(2)));
        send(exchange, 429, "{\"error\":\"slow down\"}");
      }
      case ERROR_IN_A_GOOD_ANSWER -> send(exchange, 200, "{\"error\":\"try again later\"}");
      case WEB_PAGE -> send(exchange, 200, "<html><body>Sign in</body></html>");
      case TRUNCATED -> send(exchange, 200, withoutItsEnd(written(page, "")));
      case CUT_OFF -> {
        byte[] bytes = written(page, "").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length + 1L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
      }
      case EMPTY -> send(exchange, 200, body(exchange, List.of(), first, !page.isEmpty()));
      case PAGE_BEFORE -> send(exchange, 200, body(exchange, before, first, !page.isEmpty()));
    }
  }

  /** Ends in the middle of a line, for the end of one would be an end like any other. */
  private static String withoutItsEnd(String text) {
    int half = text.length() / 2;
    int from = text.lastIndexOf('\n', half - 1) + 1;
    int to = text.indexOf('\n', half);
    return text.substring(0, from + ((to < 0 ? text.length() : to) - from) / 2);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
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
