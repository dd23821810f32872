package io.tributary.producer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Authentication;
import io.tributary.model.definition.SecretReference;
import io.tributary.runtime.time.Ticker;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * What the source's requests prove themselves with. Its secrets are in no text that it gives. For
 * one thread, but for {@link #close()}.
 */
public abstract class Credentials implements AutoCloseable {
  private final Redaction redaction;

  Credentials(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Of a source that asks for none. */
  public static Credentials none() {
    return new Fixed(new Redaction(), Optional.empty(), "", "", List.of());
  }

  /**
   * Reads the secrets, and connects to nothing.
   *
   * @throws MissingSecretException when one is not there; the message names each and its key
   */
  public static Credentials of(
      Optional<Authentication> authentication, SecretSource secrets, Ticker ticker)
      throws MissingSecretException {
    if (authentication.isEmpty()) {
      return none();
    }
    List<String> problems = secrets.problems(authentication.get());
    if (!problems.isEmpty()) {
      throw new MissingSecretException(
          String.join("; ", problems) + ": set it where the producer runs (docs/security.md)");
    }
    List<String> named =
        authentication.get().references().entrySet().stream()
            .map(one -> "%s (%s)".formatted(one.getKey(), one.getValue()))
            .toList();
    Redaction redaction = new Redaction();
    Reader reader = new Reader(secrets, redaction);
    Authentication how = authentication.get();
    if (how instanceof Authentication.Bearer bearer) {
      String token = reader.ascii("token", bearer.token());
      return new Fixed(redaction, Optional.of(true), "Authorization", "Bearer " + token, named);
    }
    if (how instanceof Authentication.Basic basic) {
      String pair = reader.name(basic.user()) + ":" + reader.optional(basic.password());
      String encoded = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
      redaction.add(encoded);
      return new Fixed(redaction, Optional.of(true), "Authorization", "Basic " + encoded, named);
    }
    if (how instanceof Authentication.ApiKey key) {
      String value =
          key.inHeader() ? reader.ascii("value", key.value()) : reader.secret(key.value());
      return new Fixed(
          redaction, Optional.of(key.inHeader()), key.name(), key.prefix() + value, named);
    }
    Authentication.OAuth2 oauth = (Authentication.OAuth2) how;
    return new AccessToken(
        redaction,
        named,
        new TokenEndpoint(
            oauth,
            reader.name(oauth.clientId()),
            oauth.clientSecret().isPresent()
                ? Optional.of(reader.optional(oauth.clientSecret()))
                : Optional.empty(),
            redaction),
        oauth.refreshToken().isPresent()
            ? Optional.of(reader.optional(oauth.refreshToken()))
            : Optional.empty(),
        ticker);
  }

  /**
   * The URL with what proves the request; only for the source's own origin.
   *
   * @param http for what has to be asked for before
   */
  public abstract HttpUrl prove(HttpUrl url, Request.Builder request, OkHttpClient http)
      throws TokenException;

  /** The URL without a parameter that would have the key, for any other origin. */
  public abstract HttpUrl without(HttpUrl url);

  /** Whether asking again may help after status 401: there will be another token. */
  public abstract boolean renew();

  /** The keys of the definition whose values a source may refuse, for a message. */
  public abstract List<String> named();

  /** Takes the secrets out of texts. */
  public final Redaction redaction() {
    return redaction;
  }

  /** Ends what is under way. */
  @Override
  public abstract void close();

  /** Reads secrets, each of which is redacted from then on. */
  private record Reader(SecretSource secrets, Redaction redaction) {
    String secret(SecretReference reference) throws MissingSecretException {
      String secret = secrets.read(reference);
      redaction.add(secret);
      return secret;
    }

    /** For a header. */
    String ascii(String key, SecretReference reference) throws MissingSecretException {
      String secret = secret(reference);
      if (secret.chars().anyMatch(c -> c > 0x7E)) {
        throw new MissingSecretException(
            "%s%s refers to %s, but a header cannot carry what is there: it is not ASCII"
                .formatted(Authentication.KEY, key, reference));
      }
      return secret;
    }

    String name(Authentication.Name name) throws MissingSecretException {
      return name.reference().isPresent()
          ? secret(name.reference().get())
          : name.literal().orElseThrow();
    }

    String optional(Optional<SecretReference> reference) throws MissingSecretException {
      return reference.isPresent() ? secret(reference.get()) : "";
    }
  }

  /** The same for every request: a header, a parameter, or nothing. */
  private static final class Fixed extends Credentials {
    private final Optional<Boolean> inHeader;
    private final String name;
    private final String value;
    private final List<String> named;

    Fixed(
        Redaction redaction,
        Optional<Boolean> inHeader,
        String name,
        String value,
        List<String> named) {
      super(redaction);
      this.inHeader = inHeader;
      this.name = name;
      this.value = value;
      this.named = new ArrayList<>(named);
    }

    @Override
    public HttpUrl prove(HttpUrl url, Request.Builder request, OkHttpClient http) {
      if (inHeader.isEmpty()) {
        return url;
      }
      if (inHeader.get()) {
        request.header(name, value);
        return url;
      }
      return url.newBuilder().setQueryParameter(name, value).build();
    }

    @Override
    public HttpUrl without(HttpUrl url) {
      return inHeader.isPresent() && !inHeader.get() && url.queryParameter(name) != null
          ? url.newBuilder().removeAllQueryParameters(name).build()
          : url;
    }

    @Override
    public boolean renew() {
      return false;
    }

    @Override
    public List<String> named() {
      return named;
    }

    @Override
    public void close() {
      // nothing is under way
    }
  }
}
