package io.tributary.runtime.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} name, in upper or
 * lower case, as curl and Python read them. Java itself reads system properties only. This machine
 * is always reached directly. Thread-safe.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final int HTTP_PORT = 80;
  private static final List<Proxy> DIRECTLY = List.of(Proxy.NO_PROXY);

  private final Optional<Proxy> http;
  private final Optional<Proxy> https;
  private final List<String> excepted;
  private final @Nullable ProxySelector others;

  /**
   * @param environment variables by name
   * @param others asked for everything but HTTP
   * @throws IllegalArgumentException when a proxy's address is malformed; says of which variable
   */
  EnvironmentProxies(Map<String, String> environment, @Nullable ProxySelector others) {
    this.http = proxy(environment, "http_proxy");
    this.https = proxy(environment, "https_proxy");
    this.excepted =
        Arrays.stream(value(environment, "no_proxy").orElse("").split("[,\\s]+"))
            .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
            .filter(name -> !name.isEmpty())
            .toList();
    this.others = others;
  }

  /**
   * Has every HTTP client of this process use them; without any, nothing changes.
   *
   * @throws IllegalArgumentException when a proxy's address is malformed
   */
  public static void useFor(Map<String, String> environment) {
    ProxySelector before = ProxySelector.getDefault();
    if (before instanceof EnvironmentProxies) {
      return;
    }
    EnvironmentProxies proxies = new EnvironmentProxies(environment, before);
    if (proxies.http.isPresent() || proxies.https.isPresent()) {
      ProxySelector.setDefault(proxies);
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return others == null ? DIRECTLY : others.select(uri);
    }
    Optional<Proxy> proxy = scheme.equals("http") ? http : https;
    return proxy.isEmpty() || isExcepted(uri) ? DIRECTLY : List.of(proxy.get());
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // the client tells it
  }

  private boolean isExcepted(URI uri) {
    // of a name with an underscore, a URI knows the authority only
    String authority = String.valueOf(uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    String endpoint = authority.substring(authority.lastIndexOf('@') + 1);
    String host = endpoint.replaceFirst(":\\d*$", "").replaceAll("^\\[|]$", "");
    return isLoopback(host)
        || excepted.stream()
            .anyMatch(
                name ->
                    name.equals("*")
                        || name.equals(endpoint)
                        || host.equals(name)
                        || host.endsWith("." + name));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
    return value(environment, name).map(text -> parse(name, text));
  }

  /** The lower case counts first, as with curl. */
  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Proxy parse(String name, String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      String host = uri.getHost();
      // its text is not repeated: it may hold a password
      if (host != null && uri.getRawUserInfo() == null && "http".equals(uri.getScheme())) {
        int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
      }
    } catch (IllegalArgumentException malformed) {
      // told below
    }
    throw new IllegalArgumentException(
        "%s cannot be used: expected http://HOST:PORT, without a user and password"
            .formatted(name.toUpperCase(Locale.ROOT)));
  }
}
