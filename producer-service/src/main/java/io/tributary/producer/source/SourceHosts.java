package io.tributary.producer.source;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Decides where a redirect or the URL of a next page may lead: to the source's own host, and to
 * those that the operator allows. A host whose address is private is never asked unless the
 * source's own is: an answer must not make the producer ask the servers beside it. Thread-safe.
 */
final class SourceHosts implements Dns {
  private final HttpUrl source;
  private final List<String> allowed;
  private final Dns names;

  /** Hosts that an answer led to; names are looked up for proxies too. */
  private final Set<String> led = ConcurrentHashMap.newKeySet();

  /**
   * @param allowed names of hosts, or {@code *.example.com} for all names below one
   */
  SourceHosts(URI source, List<String> allowed) {
    this(source, allowed, Dns.SYSTEM);
  }

  SourceHosts(URI source, List<String> allowed, Dns names) {
    this.source = HttpUrl.get(source.toString());
    this.allowed = allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    this.names = names;
  }

  /** Where the source is. */
  HttpUrl source() {
    return source;
  }

  /**
   * Why {@code to} must not be asked, continuing "the source redirects " or "the source names a
   * next page "; none when it may be.
   */
  Optional<String> refusal(HttpUrl from, HttpUrl to) {
    if (from.isHttps() && !to.isHttps()) {
      return Optional.of("from https to http, which is not followed");
    }
    String host = to.host();
    if (host.equals(source.host())) {
      return Optional.empty();
    }
    if (allowed.stream().noneMatch(name -> matches(name, host))) {
      return Optional.of(
          "at the other host %s, which is not followed: add it to SOURCE_HOSTS if it belongs to the source"
              .formatted(SourceClient.quoted(host)));
    }
    led.add(host);
    try {
      lookup(host);
    } catch (PrivateAddress refused) {
      return Optional.of(
          "at the host %s, whose address is private, which is not followed"
              .formatted(SourceClient.quoted(host)));
    } catch (UnknownHostException unknown) {
      return Optional.empty(); // asking it finds out the same
    }
    return Optional.empty();
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = names.lookup(host);
    if (led.contains(host)
        && addresses.stream().anyMatch(SourceHosts::isPrivate)
        && !isSourcePrivate()) {
      throw new PrivateAddress(host);
    }
    return addresses;
  }

  private boolean isSourcePrivate() throws UnknownHostException {
    return names.lookup(source.host()).stream().anyMatch(SourceHosts::isPrivate);
  }

  private static boolean matches(String allowed, String host) {
    return allowed.startsWith("*.")
        ? host.endsWith(allowed.substring(1)) && host.length() >= allowed.length()
        : host.equals(allowed);
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    boolean isUniqueLocal = bytes.length == 16 && (first & 0xFE) == 0xFC;
    boolean isCarriers = bytes.length == 4 && first == 100 && (second & 0xC0) == 64;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isUniqueLocal
        || isCarriers
        || (bytes.length == 4 && first == 0);
  }

  private static final class PrivateAddress extends UnknownHostException {
    PrivateAddress(String host) {
      super(host);
    }
  }
}
