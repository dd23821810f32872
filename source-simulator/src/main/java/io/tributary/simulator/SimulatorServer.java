package io.tributary.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.tributary.runtime.http.HttpListener;
import io.tributary.runtime.lifecycle.Startable;
import io.tributary.runtime.time.Ticker;
import io.tributary.simulator.access.AccessTokens;
import io.tributary.simulator.access.SecuredPaths;
import io.tributary.simulator.content.Nationality;
import io.tributary.simulator.content.Population;
import io.tributary.simulator.content.Word;
import io.tributary.simulator.fault.Fault;
import io.tributary.simulator.fault.FaultPlan;
import io.tributary.simulator.item.ChangingItems;
import io.tributary.simulator.item.ItemApi;
import io.tributary.simulator.request.PageRequest;
import io.tributary.simulator.request.Parameters;
import io.tributary.simulator.request.RateLimiter;
import io.tributary.simulator.request.RefusedRequest;
import io.tributary.simulator.request.UserApi;
import io.tributary.simulator.user.ByteText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that answers like randomuser.me: {@code /api/} and its versions. Beside it {@code
 * /items}, another kind of source; {@code /token}, for those items that want an access token;
 * {@code /health}; and {@code /served}, what was served so far.
 */
public final class SimulatorServer implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);
  private static final String JSON = "application/json; charset=utf-8";
  private static final String SLOW_DOWN =
      "Whoa, ease up there cowboy. You have requested too many users in the last minutes.";
  private static final String BROKEN = "Uh oh, something has gone wrong. Please try again later.";
  private static final Duration PAUSE_OF_A_FAULT = Duration.ofSeconds(1);

  /** Of a request's body. */
  private static final int MOST_BYTES = 64 << 10;

  private final SimulatorConfig config;
  private final Population population = new Population();
  private final AccessTokens tokens = new AccessTokens();
  private final SecuredPaths secured = new SecuredPaths(tokens);
  private final UserApi users;
  private final ItemApi items;
  private final ChangingItems changes;
  private final FaultPlan faults;
  private final Optional<RateLimiter> limiter;
  private final ServedCounter tally = new ServedCounter();
  private final HttpListener listener;
  private volatile boolean closed;

  public SimulatorServer(SimulatorConfig config) {
    this(config, Ticker.system(), () -> LocalDate.now(ZoneOffset.UTC));
  }

  /**
   * With its own clocks, for tests.
   *
   * @param ticker what the rate limit's time is told by
   * @param today what ages are counted to
   */
  public SimulatorServer(SimulatorConfig config, Ticker ticker, Supplier<LocalDate> today) {
    this(config, ticker, today, InstantSource.system());
  }

  /**
   * The same.
   *
   * @param clock when the items that change have changed
   */
  public SimulatorServer(
      SimulatorConfig config, Ticker ticker, Supplier<LocalDate> today, InstantSource clock) {
    this.config = config;
    this.listener =
        new HttpListener(
            "simulator",
            config.host(),
            config.port(),
            "choose another with --host and --port",
            this::handle);
    this.users = new UserApi(population, today);
    this.items = new ItemApi(population, config.items());
    this.changes = new ChangingItems(config.items(), clock);
    this.faults = new FaultPlan(config.faults());
    this.limiter = config.rateLimit().map(limit -> new RateLimiter(limit, ticker));
  }

  /** Listens at once; the people are drawn in the background. */
  @Override
  public void start() throws IOException {
    listener.start();
    Thread drawing = new Thread(this::drawAll, "simulator-drawing");
    drawing.setDaemon(true);
    drawing.start();
  }

  /**
   * Where the users are, such as {@code http://127.0.0.1:8090/api/}.
   *
   * @throws IllegalStateException when not running
   */
  public URI url() {
    return listener.root().resolve("api/");
  }

  /** Where the items are, the source with another shape. */
  public URI itemsUrl() {
    return listener.root().resolve("items");
  }

  /** What has been served so far. */
  public Served served() {
    return tally.served();
  }

  @Override
  public void close() {
    closed = true;
    listener.close();
  }

  private void drawAll() {
    for (Nationality nationality : Nationality.values()) {
      if (closed) {
        return;
      }
      population.of(nationality);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(config.latency().toMillis());
      route(exchange);
    } catch (RefusedRequest refused) {
      sendError(exchange, refused.status(), String.valueOf(refused.getMessage()));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOG.error("{} could not be answered", exchange.getRequestURI(), failure);
      sendError(exchange, 500, BROKEN);
    }
  }

  private void route(HttpExchange exchange)
      throws IOException, RefusedRequest, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    boolean isPost = exchange.getRequestMethod().equals("POST");
    if (!isPost && !exchange.getRequestMethod().equals("GET")) {
      throw new RefusedRequest(405, "There are only GET and POST.");
    }
    Map<String, String> parameters = Parameters.of(exchange.getRequestURI().getRawQuery());
    switch (path) {
      case "/health" -> send(exchange, 200, new ByteText().put("{\"healthy\":true}"));
      case "/served" -> send(exchange, 200, json(tally.served()));
      case "/token" -> send(exchange, 200, new ByteText().put(tokens.grant(client(exchange))));
      default -> {
        String open =
            secured.open(
                path, header(exchange, "Authorization"), header(exchange, "X-Api-Key"), parameters);
        Optional<PageRequest> page =
            isPost ? items.posted(open, body(exchange)) : users.asked(open, parameters);
        if (page.isEmpty() && isPost) {
          throw new RefusedRequest(405, "There is only GET.");
        }
        if (page.isEmpty()) {
          page = changes.asked(open, parameters);
        }
        if (page.isEmpty()) {
          page = items.asked(open, parameters);
        }
        servePage(
            exchange,
            page.orElseThrow(
                () -> new RefusedRequest(404, "There are /api/, /items, /served and /health.")));
      }
    }
  }

  /** The form of a token request, with client and secret wherever they were. */
  private static Map<String, String> client(HttpExchange exchange) throws IOException {
    Map<String, String> form = Parameters.of(body(exchange));
    String authorization = header(exchange, "Authorization");
    if (authorization.startsWith("Basic ")) {
      String pair =
          new String(Base64.getDecoder().decode(authorization.substring("Basic ".length())), UTF_8);
      form.putAll(Parameters.of("client_id=" + pair.replaceFirst(":", "&client_secret=")));
    }
    return form;
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readNBytes(MOST_BYTES), UTF_8);
  }

  private void servePage(HttpExchange exchange, PageRequest page)
      throws IOException, InterruptedException {
    tally.request();
    Optional<Fault> fault = faults.next();
    fault.ifPresent(tally::fault);
    if (fault.isPresent() && answeredInstead(exchange, fault.get())) {
      return;
    }
    Optional<Duration> wait =
        limiter.flatMap(
            limit -> limit.waitFor(exchange.getRemoteAddress().getAddress(), page.records()));
    if (wait.isPresent()) {
      tally.limited();
      sendTooMany(exchange, wait.get());
      return;
    }
    int records = page.records();
    if (fault.isPresent()) {
      records =
          switch (fault.get()) {
            case EMPTY -> 0;
            case SHORT -> records / 2;
            default -> records;
          };
    }
    ByteText body = new ByteText();
    page.write(body, records, faults.flawed());
    if (fault.equals(Optional.of(Fault.TRUNCATED))) {
      body.truncate(body.length() / 2);
      send(exchange, 200, body);
    } else if (fault.equals(Optional.of(Fault.DISCONNECT))) {
      breakOff(exchange, body);
    } else {
      String link = page.link(records);
      if (!link.isEmpty()) {
        exchange.getResponseHeaders().set("Link", "<?%s>; rel=\"next\"".formatted(link));
      }
      exchange.getResponseHeaders().set("Content-Type", page.contentType());
      sendCounted(exchange, page.status(), body, records);
    }
  }

  // counted first, so that a client that has its page finds it counted
  private void sendCounted(HttpExchange exchange, int status, ByteText body, int records)
      throws IOException {
    tally.page(records, faults.flawed());
    try {
      send(exchange, status, body);
    } catch (IOException gone) {
      tally.takeBack(records, faults.flawed());
      throw gone;
    }
  }

  /** Whether the fault is an answer by itself, without records. */
  private boolean answeredInstead(HttpExchange exchange, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case TOO_MANY_REQUESTS -> sendTooMany(exchange, PAUSE_OF_A_FAULT);
      case SERVER_ERROR -> sendError(exchange, 500, BROKEN);
      case BAD_GATEWAY -> sendError(exchange, 502, BROKEN);
      case UNAVAILABLE -> sendError(exchange, 503, BROKEN);
      case GATEWAY_TIMEOUT -> sendError(exchange, 504, BROKEN);
      case ERROR_BODY -> sendError(exchange, 200, BROKEN);
      case TIMEOUT -> Thread.sleep(config.hang().toMillis());
      case NOT_JSON -> {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        send(
            exchange,
            200,
            new ByteText().put("<!DOCTYPE html><title>Maintenance</title><h1>Back soon</h1>\n"));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void sendTooMany(HttpExchange exchange, Duration wait) throws IOException {
    if (config.retryAfter()) {
      long seconds = wait.plusMillis(999).toSeconds();
      exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
    }
    sendError(exchange, 429, SLOW_DOWN);
  }

  private static void sendError(HttpExchange exchange, int status, String message)
      throws IOException {
    send(
        exchange, status, new ByteText().put("{\"error\":\"").put(Word.quoted(message)).put("\"}"));
  }

  private static void send(HttpExchange exchange, int status, ByteText body) throws IOException {
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of(JSON));
    exchange.sendResponseHeaders(status, body.length() == 0 ? -1 : body.length());
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body.array(), 0, body.length());
    }
  }

  // the connection is closed when the exchange is, since not all that was announced has been sent
  private static void breakOff(HttpExchange exchange, ByteText body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", JSON);
    exchange.sendResponseHeaders(200, body.length());
    OutputStream out = exchange.getResponseBody();
    out.write(body.array(), 0, body.length() / 2);
    out.flush();
  }

  private static ByteText json(Served served) {
    ByteText json = new ByteText().put("{\"requests\":").putNumber(served.requests(), 1);
    json.put(",\"pages\":").putNumber(served.pages(), 1);
    json.put(",\"records\":").putNumber(served.records(), 1);
    json.put(",\"flawed\":").putNumber(served.flawed(), 1);
    json.put(",\"limited\":").putNumber(served.limited(), 1).put(",\"faults\":{");
    boolean first = true;
    for (Map.Entry<Fault, Long> fault : new TreeMap<>(served.faults()).entrySet()) {
      json.put(first ? "\"" : ",\"").put(fault.getKey().word()).put("\":");
      json.putNumber(fault.getValue(), 1);
      first = false;
    }
    return json.put("}}");
  }
}
