package io.tributary.runtime.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.http.HttpListener;
import io.tributary.runtime.tls.Tls;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of answers that a registry, or something else at its address, may give. */
class HttpSchemaRegistryTest {
  private static final RegisteredSchema SCHEMA = new RegisteredSchema("AVRO", "\"string\"");

  private final List<String> asked = new ArrayList<>();
  private int status = 200;
  private String body = "{}";
  private String notFound = "";
  private final Map<String, String> bodies = new HashMap<>();
  private final HttpListener server =
      new HttpListener(
          "registry",
          "127.0.0.1",
          0,
          "free a port",
          exchange -> {
            asked.add(
                "%s %s %s"
                    .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getRequestBody().readAllBytes();
            byte[] answer =
                bodies.getOrDefault(exchange.getRequestURI().getPath(), body).getBytes(UTF_8);
            boolean isThere = !exchange.getRequestURI().getPath().equals(notFound);
            exchange.sendResponseHeaders(isThere ? status : 404, answer.length);
            try (exchange) {
              exchange.getResponseBody().write(answer);
            }
          });

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpSchemaRegistry registry(String username) {
    return new HttpSchemaRegistry(server.root(), username, "secret", Tls.OF_THE_JVM);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void anAnswerThatMayPass_isTriedAgain(int answered) {
    status = answered;

    assertThatThrownBy(() -> registry("").byId(7))
        .isInstanceOfSatisfying(
            RegistryException.class, failed -> assertThat(failed.isPassing()).isTrue())
        .hasMessageContaining("answered " + answered);
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void aRejectedLogin_isNotTriedAgain(int answered) {
    status = answered;

    assertThatThrownBy(() -> registry("ann").byId(7))
        .isInstanceOfSatisfying(
            RegistryException.class, failed -> assertThat(failed.isPassing()).isFalse())
        .hasMessageContaining("rejected user ann")
        .hasMessageContaining("SCHEMA_REGISTRY_PASSWORD");
    assertThatThrownBy(() -> registry("").byId(7))
        .hasMessageContaining("rejected a request without a login");
  }

  @ParameterizedTest
  @CsvSource({
    "BACKWARD, true",
    "BACKWARD_TRANSITIVE, false",
    "FORWARD_TRANSITIVE, false",
    "FULL_TRANSITIVE, false"
  })
  void accepts_comparesWithAllVersions_ifTheRuleIsAboutAll(String rule, boolean accepts)
      throws Exception {
    bodies.put("/subjects/s/versions", "[1,2,3]");
    bodies.put("/config/s", "{\"compatibilityLevel\":\"%s\"}".formatted(rule));
    bodies.put("/compatibility/subjects/s/versions/1", "{\"is_compatible\":true}");
    bodies.put("/compatibility/subjects/s/versions/2", "{\"is_compatible\":false}");
    bodies.put("/compatibility/subjects/s/versions/3", "{\"is_compatible\":true}");
    notFound = "/subjects/s";

    assertThat(registry("").accepts("s", SCHEMA)).isEqualTo(accepts);
  }

  @Test
  void aLogin_isSent_ifThereIsOne() throws Exception {
    body = "{\"schema\":\"\\\"string\\\"\"}";

    assertThat(registry("ann").byId(7)).contains(SCHEMA);
    assertThat(registry("").byId(7)).contains(SCHEMA);

    String login = Base64.getEncoder().encodeToString("ann:secret".getBytes(UTF_8));
    assertThat(asked)
        .containsExactly("GET /schemas/ids/7 Basic " + login, "GET /schemas/ids/7 null");
  }

  @Test
  void what404HasNoJson_isNothing() throws Exception {
    status = 404;
    body = "<html>not here</html>";

    assertThat(registry("").byId(7)).isEmpty();
    assertThat(registry("").versions("orders")).isEmpty();
    assertThat(registry("").find("orders", SCHEMA)).isEmpty();
  }

  @Test
  void aWebPage_isNoRegistry() {
    body = "<html>hello</html>";

    assertThatThrownBy(() -> registry("").byId(7))
        .isInstanceOfSatisfying(
            RegistryException.class, failed -> assertThat(failed.isPassing()).isFalse())
        .hasMessageContaining("is no schema registry (status 200, and no JSON)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":-1}", "{\"id\":2147483648}", "{\"id\":\"7\"}"})
  void anIdThatFitsNoFrame_isRefused(String answer) {
    body = answer;

    assertThatThrownBy(() -> registry("").register("orders", SCHEMA))
        .isInstanceOfSatisfying(
            RegistryException.class, failed -> assertThat(failed.isPassing()).isFalse())
        .hasMessageContaining("no id that fits four bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 422})
  void aRefusal_saysWhatTheRegistrySaid(int answered) {
    status = answered;
    body = "{\"message\":\"b has no default\"}";

    assertThatThrownBy(() -> registry("").register("orders", SCHEMA))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessage("b has no default");
  }

  @Test
  void anotherStatus_isAnAnswerToLookAt() {
    status = 405;
    body = "{\"message\":\"not here\"}";

    assertThatThrownBy(() -> registry("").setRule("orders", "FULL"))
        .isInstanceOfSatisfying(
            RegistryException.class, failed -> assertThat(failed.isPassing()).isFalse())
        .hasMessageContaining("answered 405: not here; check SCHEMA_REGISTRY_URL");
  }

  /** Names of subjects may have any character, such as those of other programs. */
  @Test
  void subject_isEncoded() throws Exception {
    body = "[3,1,2]";

    assertThat(registry("").versions("a/b c")).containsExactly(1, 2, 3);
    assertThat(asked).containsExactly("GET /subjects/a%2Fb%20c/versions null");
  }

  @Test
  void rule_isReadByEitherName() throws Exception {
    body = "{\"compatibilityLevel\":\"FULL\"}";
    assertThat(registry("").rule("orders")).contains("FULL");
    body = "{\"compatibility\":\"NONE\"}";
    assertThat(registry("").rule("orders")).contains("NONE");
    body = "{}";
    assertThat(registry("").rule("orders")).isEmpty();
  }
}
