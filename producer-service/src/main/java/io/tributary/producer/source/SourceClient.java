package io.tributary.producer.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.model.definition.Source;
import io.tributary.model.definition.StatusPolicy;
import io.tributary.producer.credential.Credentials;
import io.tributary.producer.credential.TokenException;
import io.tributary.producer.source.SourceFault.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request to the source and returns the body of its answer, or what was wrong with it.
 * For one thread, but for {@link #close()}.
 */
final class SourceClient implements AutoCloseable {
  /** How much of an error's body is read to find out what the source says. */
  private static final long ERROR_BODY_BYTES = 64 << 10;

  private static final int QUOTED_CHARS = 200;

  /** Shorter values of a query are no credentials, and are in any text. */
  private static final int SHORTEST_SECRET = 8;

  private static final int MOST_REDIRECTS = 20;
  private static final int UNAUTHORIZED = 401;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern URL = Pattern.compile("(?i)https?://|/.*[?&=]");
  private static final byte[] NOTHING = new byte[0];

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OkHttpClient http;
  private final SourceHosts hosts;
  private final HttpLimits limits;
  private final String userAgent;
  private final Source source;
  private final InstantSource clock;
  private final Credentials credentials;
  private final OkHttpClient tokens;
  private volatile @Nullable Call inFlight;
  private volatile boolean closed;

  SourceClient(
      HttpLimits limits,
      String userAgent,
      Source source,
      InstantSource clock,
      Credentials credentials) {
    this.credentials = credentials;
    this.limits = limits;
    this.userAgent = userAgent;
    this.source = source;
    this.clock = clock;
    this.hosts = new SourceHosts(source.url(), limits.otherHosts());
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(limits.connect())
            .readTimeout(limits.read())
            .writeTimeout(limits.read())
            .callTimeout(limits.whole())
            .followRedirects(false)
            .dns(hosts)
            .build();
    // a token endpoint is at whatever host the definition says
    this.tokens = http.newBuilder().dns(Dns.SYSTEM).build();
  }

  /**
   * @throws InterruptedException when the thread is interrupted, or the client closed, meanwhile
   */
  Answer ask(PageRequest page) throws SourceFault, InterruptedException {
    HttpUrl url = page.url();
    follow("names a next page ", HttpUrl.get(source.url().toString()), url);
    boolean isRenewed = false;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Call call = http.newCall(request(url, page.extras()));
      inFlight = call;
      if (closed) {
        throw new InterruptedException("the source's client is closed");
      }
      try (Response answer = call.execute()) {
        if (answer.code() == UNAUTHORIZED && !isRenewed && isAtHome(url) && credentials.renew()) {
          isRenewed = true;
          continue;
        }
        Optional<HttpUrl> elsewhere = redirect(answer);
        if (elsewhere.isEmpty()) {
          return read(answer, page.number() == 1);
        }
        refuseWithoutBody(answer.code(), page.extras());
        follow("redirects to a page ", url, elsewhere.get());
        url = elsewhere.get();
      } catch (IOException failure) {
        if (closed || Thread.interrupted()) {
          throw new InterruptedException("asking the source was stopped");
        }
        throw faultOf(failure);
      } finally {
        inFlight = null;
      }
    }
    throw new SourceFault(Kind.BAD_REDIRECT, "redirects in a circle");
  }

  private Request request(HttpUrl url, PageRequest.Extras extras)
      throws SourceFault, InterruptedException {
    Request.Builder request =
        new Request.Builder()
            .header("User-Agent", userAgent)
            .header("Accept", source.form().format().accepted())
            .header("Accept-Encoding", ContentDecoding.ACCEPTED);
    extras.headers().forEach(request::header);
    request.url(isAtHome(url) ? proved(url, request) : unproved(url));
    if (extras.equals(PageRequest.Extras.NONE)) {
      return request.build();
    }
    PageRequest.Body sent =
        extras.body().orElseGet(() -> new PageRequest.Body("application/json", NOTHING));
    boolean hasBody = extras.body().isPresent() || !extras.method().equals("GET");
    return request
        .method(
            extras.method(),
            hasBody ? RequestBody.create(sent.content(), type(extras, sent)) : null)
        .build();
  }

  private boolean isAtHome(HttpUrl url) {
    HttpUrl home = hosts.source();
    return url.scheme().equals(home.scheme())
        && url.host().equals(home.host())
        && url.port() == home.port();
  }

  private HttpUrl proved(HttpUrl url, Request.Builder request)
      throws SourceFault, InterruptedException {
    try {
      return credentials.prove(url, request, tokens);
    } catch (TokenException none) {
      if (closed || Thread.interrupted()) {
        throw new InterruptedException("asking for a token was stopped");
      }
      throw new SourceFault(
          none.mayPass() ? Kind.NO_TOKEN : Kind.TOKEN_REFUSED,
          String.valueOf(none.getMessage()),
          none.advice(),
          none.retryAfter());
    }
  }

  /** The source itself may have put what it was sent into the URL. */
  private HttpUrl unproved(HttpUrl url) throws SourceFault {
    HttpUrl without = credentials.without(url);
    String text = without.toString();
    if (!credentials.redaction().hide(text).equals(text)) {
      throw new SourceFault(
          Kind.BAD_REDIRECT,
          "leads to another origin with a secret in the URL, which is not followed");
    }
    return without;
  }

  /** Without a charset of the library's own choice. */
  private static @Nullable MediaType type(PageRequest.Extras extras, PageRequest.Body sent) {
    boolean isNamed =
        extras.headers().keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Content-Type"));
    return isNamed || sent.content().length == 0 ? null : MediaType.get(sent.contentType());
  }

  /** Clients follow other redirects by GET, without what was asked for. */
  private static void refuseWithoutBody(int status, PageRequest.Extras extras) throws SourceFault {
    if (!extras.method().equals("GET") && status != 307 && status != 308) {
      throw new SourceFault(
          Kind.BAD_REDIRECT,
          String.format(
              Locale.ROOT,
              "redirects a %s request with status %d, which loses its body",
              extras.method(),
              status),
          "check source.url");
    }
  }

  private void follow(String how, HttpUrl from, HttpUrl to) throws SourceFault {
    Optional<String> refusal = hosts.refusal(from, to);
    if (refusal.isPresent()) {
      throw new SourceFault(Kind.BAD_REDIRECT, how + refusal.get());
    }
  }

  private static Optional<HttpUrl> redirect(Response answer) {
    String location = answer.header("Location");
    return location != null && REDIRECTS.contains(answer.code())
        ? Optional.ofNullable(answer.request().url().resolve(location))
        : Optional.empty();
  }

  /** Ends the request under way; there will be no other. */
  @Override
  public void close() {
    closed = true;
    credentials.close();
    Call call = inFlight;
    if (call != null) {
      call.cancel();
    }
    http.connectionPool().evictAll();
  }

  private Answer read(Response answer, boolean isFirst) throws IOException, SourceFault {
    int status = answer.code();
    if (status / 100 != 2) {
      StatusPolicy policy = source.onStatus().get(status);
      if (policy == StatusPolicy.IGNORE) {
        return new Answer(status, NOTHING, Optional.empty(), Optional.empty(), true, true);
      }
      throw refused(answer, policy == null ? kindOf(answer) : kindOf(policy), isFirst);
    }
    boolean isTooLong =
        ContentDecoding.isPlain(answer) && answer.body().contentLength() > limits.maxBody();
    BufferedSource bytes = ContentDecoding.of(answer);
    if (isTooLong || bytes.request(limits.maxBody() + 1L)) {
      throw tooLarge();
    }
    Optional<String> contentType = Optional.ofNullable(answer.header("Content-Type"));
    return new Answer(
        status,
        credentials.redaction().hide(DeclaredCharset.toUtf8(bytes.readByteArray(), contentType)),
        contentType,
        NextLink.in(answer.headers()),
        isMeasured(answer),
        false);
  }

  /** Else the answer ends with its connection, whatever ended that (RFC 9112, 6.3). */
  private static boolean isMeasured(Response answer) {
    boolean hasFrames =
        answer.protocol() != Protocol.HTTP_1_1 && answer.protocol() != Protocol.HTTP_1_0;
    return hasFrames
        || answer.header("Content-Length") != null
        || answer.header("Transfer-Encoding", "").equalsIgnoreCase("chunked")
        || !ContentDecoding.isPlain(answer);
  }

  private SourceFault refused(Response answer, Kind kind, boolean isFirst) {
    int status = answer.code();
    Optional<Duration> wait =
        kind == Kind.RATE_LIMITED || kind == Kind.SERVER_ERROR
            ? RetryAfter.in(answer.headers(), clock.instant())
                .or(() -> RateLimitHeaders.untilReset(answer.headers(), clock.instant()))
            : Optional.empty();
    return new SourceFault(
        kind,
        String.format(Locale.ROOT, "answered %d%s", status, saidIn(answer)),
        isFirst || !credentials.named().isEmpty()
            ? adviceFor(status, answer.request().url())
            : Optional.empty(),
        wait,
        status);
  }

  private static Kind kindOf(StatusPolicy policy) {
    return switch (policy) {
      case RETRY -> Kind.SERVER_ERROR;
      case RATE_LIMITED -> Kind.RATE_LIMITED;
      case FAIL, IGNORE -> Kind.REFUSED_REQUEST;
    };
  }

  private SourceFault tooLarge() {
    boolean hasSize = source.takesSize();
    return new SourceFault(
        Kind.TOO_LARGE,
        String.format(Locale.ROOT, "answered with more than %,d bytes, decoded", limits.maxBody()),
        "raise SOURCE_ANSWER_MIB%s"
            .formatted(hasSize ? ", or ask for less with a smaller source.paging.page-size" : ""));
  }

  /** What may be wrong with the definition when a source refuses its first request. */
  private Optional<String> adviceFor(int status, HttpUrl url) {
    return switch (status) {
      case 400, 422 -> Optional.of("check source.query and the parameters of source.paging");
      case 401, 403, 407 -> Optional.of(adviceOnCredentials(url));
      case 404, 410 -> Optional.of("check source.url");
      case 405 ->
          Optional.of(
              "it does not answer %s requests there: check source.url and source.method"
                  .formatted(source.request().method()));
      case 406, 415 ->
          Optional.of(
              "it has no %s there: check source.url, source.query and source.format"
                  .formatted(source.form().format().word().toUpperCase(Locale.ROOT)));
      default -> Optional.empty();
    };
  }

  private String adviceOnCredentials(HttpUrl url) {
    if (credentials.named().isEmpty()) {
      return "it wants credentials: set source.authentication, or check source.query";
    }
    return isAtHome(url)
        ? "it does not accept the credentials: check " + String.join(" and ", credentials.named())
        : String.format(
            Locale.ROOT,
            "the credentials were not sent, since the page is at another origin, %s://%s:%d",
            url.scheme(),
            url.host(),
            url.port());
  }

  private static Kind kindOf(Response answer) {
    int status = answer.code();
    return switch (status) {
      case 429 -> Kind.RATE_LIMITED;
      case 403 ->
          answer.header("Retry-After") != null
                  || RateLimitHeaders.sayNothingIsLeft(answer.headers())
              ? Kind.RATE_LIMITED
              : Kind.REFUSED_REQUEST;
      case 408, 425 -> Kind.SERVER_ERROR;
      case 400, 404, 410, 416, 422 -> Kind.NOT_FOUND;
      default ->
          switch (status / 100) {
            case 5 -> Kind.SERVER_ERROR;
            case 3 -> Kind.BAD_REDIRECT;
            default -> Kind.REFUSED_REQUEST;
          };
    };
  }

  /** The source's own words about an error, as far as they can be had. */
  private String saidIn(Response answer) {
    try {
      BufferedSource bytes = ContentDecoding.of(answer);
      bytes.request(ERROR_BODY_BYTES);
      byte[] body = bytes.getBuffer().readByteArray();
      Optional<String> said = source.error().flatMap(error -> textAt(error, body));
      return said.or(() -> plainText(body)).map(": "::concat).orElse("");
    } catch (IOException | SourceFault cutOff) {
      return "";
    }
  }

  private Optional<String> textAt(JsonPointer place, byte[] body) {
    try {
      return Optional.ofNullable(JSON.readTree(body).at(place).textValue())
          .map(text -> quoted(hide(text)));
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  /** Short text or JSON speaks for itself; a page for a browser does not. */
  private Optional<String> plainText(byte[] body) {
    String text = quoted(hide(new String(body, UTF_8)));
    return text.isEmpty() || text.startsWith("<") ? Optional.empty() : Optional.of(text);
  }

  /** Whether what should be a token is a URL, or the part of one behind the host. */
  static boolean looksLikeUrl(String token) {
    return URL.matcher(token).lookingAt();
  }

  /** The text without what may be secret: sources may repeat what they were sent. */
  String hide(String text) {
    return withoutSecrets(source, credentials.redaction().hide(text));
  }

  /** Without the values of the definition's query. */
  static String withoutSecrets(Source source, String text) {
    String shown = text;
    for (List<String> values : source.query().values()) {
      for (String value : values) {
        shown = value.length() >= SHORTEST_SECRET ? shown.replace(value, "…") : shown;
      }
    }
    return shown;
  }

  /** Foreign text, fit for one line of a log. */
  static String quoted(String text) {
    return quoted(text, QUOTED_CHARS);
  }

  static String quoted(String text, int most) {
    String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= most ? line : line.substring(0, most) + "…";
  }

  private SourceFault faultOf(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return new SourceFault(Kind.UNREACHABLE, "has a host name that is not known");
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return new SourceFault(Kind.UNREACHABLE, "takes no connection");
    }
    if (failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLHandshakeException
            && failure.getCause() instanceof CertificateException)) {
      return new SourceFault(Kind.NOT_TRUSTED, "shows a certificate that is not trusted");
    }
    if (failure instanceof InterruptedIOException) {
      return new SourceFault(
          Kind.TIME_OUT,
          String.format(
              Locale.ROOT,
              "did not answer in time (%d s to connect, %d s between bytes, %d s in all)",
              limits.connect().toSeconds(),
              limits.read().toSeconds(),
              limits.whole().toSeconds()),
          "SOURCE_CONNECT_TIMEOUT, SOURCE_READ_TIMEOUT and SOURCE_ANSWER_TIMEOUT give it more");
    }
    if (failure instanceof ZipException || isNoBrotli(failure)) {
      return new SourceFault(
          Kind.UNREADABLE, "answered with a body that is not what its Content-Encoding says");
    }
    String message = quoted(hide(String.valueOf(failure.getMessage())));
    return new SourceFault(Kind.CUT_OFF, "broke off its answer (" + message + ")");
  }

  private static boolean isNoBrotli(IOException failure) {
    return String.valueOf(failure.getMessage()).startsWith("Brotli stream decoding failed");
  }
}
