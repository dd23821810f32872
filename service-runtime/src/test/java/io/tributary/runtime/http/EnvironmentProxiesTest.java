package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
  private static String proxyFor(String url, Map<String, String> environment) {
    Proxy proxy = new EnvironmentProxies(environment, null).select(URI.create(url)).get(0);
    return proxy.type() == Proxy.Type.DIRECT ? "none" : String.valueOf(proxy.address());
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy, http://proxy.example:3128,  https://api.example/users, proxy.example/<unresolved>:3128",
    "HTTPS_PROXY, http://proxy.example:3128/, https://api.example/users, proxy.example/<unresolved>:3128",
    "HTTPS_PROXY, proxy.example:3128,         https://api.example/users, proxy.example/<unresolved>:3128",
    "HTTPS_PROXY, http://proxy.example,       https://api.example/users, proxy.example/<unresolved>:80",
    "HTTPS_PROXY, http://proxy.example:3128,  http://api.example/users,  none",
    "HTTP_PROXY,  http://proxy.example:3128,  http://api.example/users,  proxy.example/<unresolved>:3128",
    "HTTP_PROXY,  http://proxy.example:3128,  http://my_api:8080/users,  proxy.example/<unresolved>:3128",
    "HTTP_PROXY,  '',                         http://api.example/users,  none",
    "HTTP_PROXY,  http://proxy.example:3128,  http://localhost:8090/,    none",
    "HTTP_PROXY,  http://proxy.example:3128,  http://127.0.0.1:8090/,    none",
    "HTTP_PROXY,  http://proxy.example:3128,  http://[::1]:8090/,        none",
  })
  void proxy_isTheOneOfTheUrlsScheme(String name, String proxy, String url, String expected) {
    assertThat(proxyFor(url, Map.of(name, proxy))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api.example              | none",
        "other,api.example        | none",
        "other, API.example       | none",
        "example                  | none",
        ".example                 | none",
        "*.example                | none",
        "api.example:8080         | none",
        "*                        | none",
        "api.example:9            | p/<unresolved>:1",
        "pi.example               | p/<unresolved>:1",
        "api                      | p/<unresolved>:1",
        "," + "                   | p/<unresolved>:1",
      })
  void proxy_isNotAsked_forWhatIsExcepted(String excepted, String expected) {
    Map<String, String> environment = new HashMap<>(Map.of("http_proxy", "http://p:1"));
    environment.put("NO_PROXY", excepted);
    assertThat(proxyFor("http://api.example:8080/users", environment)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:s3cret@proxy:1", "socks5://proxy:1", "http://", "a b"})
  void proxy_isRefusedWithoutItsText_whenItCannotBeUsed(String proxy) {
    assertThatThrownBy(() -> proxyFor("http://api.example/", Map.of("HTTP_PROXY", proxy)))
        .hasMessageContaining("HTTP_PROXY cannot be used")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void proxy_isOfNoConcern_forOtherProtocols() {
    assertThat(proxyFor("socket://db.example:9042", Map.of("HTTP_PROXY", "http://p:1")))
        .isEqualTo("none");
  }
}
