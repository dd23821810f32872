package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceHostsTest {
  private static final Map<String, String> ADDRESSES =
      Map.of(
          "shop.example", "203.0.113.5",
          "files.shop.example", "203.0.113.6",
          "inner.example", "10.1.2.3",
          "meta.example", "169.254.169.254",
          "source-simulator", "172.18.0.5");

  private static final Dns NAMES =
      host -> {
        String address = ADDRESSES.getOrDefault(host, host);
        if (!address.matches("[0-9.]+|.*:.*")) {
          throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getAllByName(address));
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/other?page=2",
        "https://shop.example:8443/x",
        "https://files.shop.example/x",
        "https://a.b.cdn.example/x"
      })
  void refusal_isNone_whereAUrlMayLead(String url) {
    assertThat(refusal("https://shop.example/api", url, "files.shop.example", "*.cdn.example"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/", "https://cdn.example/", "https://xcdn.example/"})
  void refusal_namesTheSetting_forAnotherHost(String url) {
    assertThat(refusal("https://shop.example/api", url, "*.cdn.example").orElseThrow())
        .contains(HttpUrl.get(url).host())
        .contains("add it to SOURCE_HOSTS");
  }

  @Test
  void refusal_isForHttp_afterHttps() {
    assertThat(refusal("https://shop.example/api", "http://shop.example/"))
        .contains("from https to http, which is not followed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://inner.example/",
        "https://meta.example/latest",
        "https://127.0.0.1/",
        "https://100.64.1.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/"
      })
  void refusal_isForPrivateAddresses_evenOfAllowedHosts(String url) {
    String host = HttpUrl.get(url).host();
    SourceHosts hosts =
        new SourceHosts(URI.create("https://shop.example/api"), List.of(host), NAMES);
    assertThat(hosts.refusal(HttpUrl.get("https://shop.example/api"), HttpUrl.get(url)))
        .hasValueSatisfying(why -> assertThat(why).contains("address is private"));
    assertThatThrownBy(() -> hosts.lookup(host)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void refusal_isNone_whereTheSourceItselfIsPrivate() {
    assertThat(
            refusal("http://source-simulator:8090/api", "http://inner.example/", "inner.example"))
        .isEmpty();
  }

  @Test
  void lookup_findsWhatNoAnswerLedTo() throws Exception {
    SourceHosts hosts = new SourceHosts(URI.create("https://shop.example/api"), List.of(), NAMES);
    assertThat(hosts.lookup("inner.example")).as("a proxy").hasSize(1);
  }

  private static Optional<String> refusal(String source, String url, String... allowed) {
    SourceHosts hosts = new SourceHosts(URI.create(source), List.of(allowed), NAMES);
    return hosts.refusal(HttpUrl.get(source), HttpUrl.get(url));
  }
}
