package io.tributary.producer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tributary.model.definition.Authentication;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Asks a token endpoint for access tokens (RFC 6749, 4.4 and 6). */
final class TokenEndpoint {
  private static final long MOST_BYTES = 1 << 20;
  private static final int QUOTED_CHARS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was granted; no record, since those show what they have. */
  static final class Granted {
    private final String accessToken;
    private final Optional<String> refreshToken;
    private final Optional<Duration> lifetime;

    Granted(String accessToken, Optional<String> refreshToken, Optional<Duration> lifetime) {
      this.accessToken = accessToken;
      this.refreshToken = refreshToken;
      this.lifetime = lifetime;
    }

    String accessToken() {
      return accessToken;
    }

    /** The one to use from now on, if there is another. */
    Optional<String> refreshToken() {
      return refreshToken;
    }

    /** None where the endpoint does not say. */
    Optional<Duration> lifetime() {
      return lifetime;
    }
  }

  private final Authentication.OAuth2 how;
  private final String clientId;
  private final Optional<String> clientSecret;
  private final Redaction redaction;
  private volatile @Nullable Call inFlight;

  TokenEndpoint(
      Authentication.OAuth2 how,
      String clientId,
      Optional<String> clientSecret,
      Redaction redaction) {
    this.how = how;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.redaction = redaction;
    if (how.inHeader() && clientSecret.isPresent()) {
      redaction.add(basic());
    }
  }

  Granted ask(OkHttpClient http, Optional<String> refreshToken) throws TokenException {
    Call call = http.newCall(request(refreshToken));
    inFlight = call;
    try (Response answer = call.execute()) {
      BufferedSource body = answer.body().source();
      body.request(MOST_BYTES);
      byte[] read = body.getBuffer().readByteArray(Math.min(body.getBuffer().size(), MOST_BYTES));
      JsonNode json = json(read);
      if (answer.code() != 200) {
        throw refused(answer, json, refreshToken.isPresent());
      }
      return granted(json);
    } catch (IOException failure) {
      throw new TokenException(
          "gives no page without a token, and its token endpoint %s does not answer (%s)"
              .formatted(how.tokenUrl(), quoted(failure.getClass().getSimpleName())),
          true,
          Optional.of("check " + Authentication.KEY + "token-url"),
          Optional.empty());
    } finally {
      inFlight = null;
    }
  }

  void close() {
    Call call = inFlight;
    if (call != null) {
      call.cancel();
    }
  }

  private Request request(Optional<String> refreshToken) {
    FormBody.Builder form = new FormBody.Builder(UTF_8);
    form.add("grant_type", refreshToken.isPresent() ? "refresh_token" : "client_credentials");
    refreshToken.ifPresent(token -> form.add("refresh_token", token));
    if (!how.scopes().isEmpty()) {
      form.add("scope", String.join(" ", how.scopes()));
    }
    how.parameters().forEach(form::add);
    Request.Builder request =
        new Request.Builder().url(how.tokenUrl().toString()).header("Accept", "application/json");
    if (how.inHeader() && clientSecret.isPresent()) {
      request.header("Authorization", "Basic " + basic());
    } else {
      form.add("client_id", clientId);
      clientSecret.ifPresent(secret -> form.add("client_secret", secret));
    }
    return request.post(form.build()).build();
  }

  /** Both are encoded as in a form first (RFC 6749, 2.3.1). */
  private String basic() {
    String pair =
        URLEncoder.encode(clientId, UTF_8)
            + ":"
            + URLEncoder.encode(clientSecret.orElse(""), UTF_8);
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private Granted granted(JsonNode json) throws TokenException {
    String token = json.path("access_token").asText("");
    String type = json.path("token_type").asText("bearer");
    boolean canBeSent = token.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    if (token.isEmpty() || !canBeSent) {
      throw fatal("answered without an 'access_token'", "token-url");
    }
    if (!type.equalsIgnoreCase("bearer")) {
      throw fatal(
          "gives tokens of type '%s', and only bearer is known here".formatted(quoted(type)),
          "token-url");
    }
    String refresh = json.path("refresh_token").asText("");
    long seconds = json.path("expires_in").asLong(0);
    return new Granted(
        token,
        Optional.of(refresh).filter(text -> !text.isEmpty()),
        seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty());
  }

  private TokenException refused(Response answer, JsonNode json, boolean byRefreshToken) {
    int status = answer.code();
    String error = json.path("error").asText("");
    String description = json.path("error_description").asText("");
    String said =
        (error.isEmpty() ? "" : ": " + quoted(error))
            + (description.isEmpty() ? "" : " (%s)".formatted(quoted(description)));
    String what = String.format(Locale.ROOT, "answered %d%s", status, said);
    boolean mayPass = status == 429 || status == 408 || status / 100 == 5;
    if (mayPass) {
      return new TokenException(sentence(what), true, Optional.empty(), retryAfter(answer));
    }
    String keys =
        switch (error) {
          case "invalid_client", "unauthorized_client" -> "client-id and client-secret";
          case "invalid_grant" ->
              byRefreshToken ? "refresh-token, which may be used up or ended" : "client-id";
          case "invalid_scope" -> "scopes";
          case "unsupported_grant_type" -> "whether there should be a refresh-token";
          default -> "token-url, client-id, client-secret and parameters";
        };
    return fatal(what, keys);
  }

  private static Optional<Duration> retryAfter(Response answer) {
    String header = Optional.ofNullable(answer.header("Retry-After")).orElse("").strip();
    return header.matches("\\d{1,8}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
        : Optional.empty();
  }

  private TokenException fatal(String what, String keys) {
    return new TokenException(
        sentence(what),
        false,
        Optional.of("check %s%s".formatted(Authentication.KEY, keys)),
        Optional.empty());
  }

  private String sentence(String what) {
    return "gives no page without a token, and its token endpoint %s %s"
        .formatted(how.tokenUrl(), what);
  }

  private String quoted(String text) {
    String line = redaction.hide(text).strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= QUOTED_CHARS ? line : line.substring(0, QUOTED_CHARS) + "…";
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode read = JSON.readTree(body);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException none) {
      return MissingNode.getInstance();
    }
  }
}
