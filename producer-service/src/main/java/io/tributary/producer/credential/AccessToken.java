package io.tributary.producer.credential;

import io.tributary.runtime.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * An access token of OAuth 2.0, kept as long as it is good. It is renewed a while before its end,
 * since the request takes its time too, and where the source refuses it.
 */
final class AccessToken extends Credentials {
  /** The most that a token is renewed before its end. */
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);

  private final List<String> named;
  private final TokenEndpoint endpoint;
  private final Ticker ticker;
  private Optional<String> refreshToken;
  private @Nullable String token;
  private long fetched;
  private Optional<Duration> usable = Optional.empty();

  AccessToken(
      Redaction redaction,
      List<String> named,
      TokenEndpoint endpoint,
      Optional<String> refreshToken,
      Ticker ticker) {
    super(redaction);
    this.named = List.copyOf(named);
    this.endpoint = endpoint;
    this.refreshToken = refreshToken;
    this.ticker = ticker;
  }

  @Override
  public HttpUrl prove(HttpUrl url, Request.Builder request, OkHttpClient http)
      throws TokenException {
    request.header("Authorization", "Bearer " + current(http));
    return url;
  }

  private String current(OkHttpClient http) throws TokenException {
    String known = token;
    if (known != null
        && usable.map(time -> ticker.since(fetched).compareTo(time) < 0).orElse(true)) {
      return known;
    }
    long asked = ticker.nanos();
    TokenEndpoint.Granted granted = endpoint.ask(http, refreshToken);
    redaction().addToken(granted.accessToken());
    granted.refreshToken().ifPresent(redaction()::addToken);
    // some servers take each refresh token once
    refreshToken = granted.refreshToken().or(() -> refreshToken);
    fetched = asked;
    usable = granted.lifetime().map(AccessToken::withoutMargin);
    token = granted.accessToken();
    return granted.accessToken();
  }

  private static Duration withoutMargin(Duration lifetime) {
    Duration tenth = lifetime.dividedBy(10);
    return lifetime.minus(tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN);
  }

  @Override
  public HttpUrl without(HttpUrl url) {
    return url;
  }

  @Override
  public boolean renew() {
    token = null;
    return true;
  }

  @Override
  public List<String> named() {
    return named;
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
