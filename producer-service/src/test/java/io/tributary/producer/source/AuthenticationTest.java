package io.tributary.producer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Source;
import io.tributary.model.mapping.PageMapper;
import io.tributary.producer.credential.SecretSource;
import io.tributary.runtime.retry.Backoff;
import io.tributary.runtime.time.FakeTicker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationTest {
  private static final HttpLimits LIMITS =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);
  private static final SecretSource SECRETS =
      new SecretSource(Map.of("KEY", "k3y of/mine", "TOKEN", "t0ken", "FIRST", "refresh-0")::get);

  @StartStop private final MockWebServer server = new MockWebServer();
  private final FakeTicker ticker = new FakeTicker();
  private final List<String> tokenRequests = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private String accepted = "";
  private boolean rotates;
  private Optional<MockResponse> tokenFault = Optional.empty();

  @BeforeEach
  void answer() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return request.getUrl().encodedPath().equals("/token") ? token(request) : page(request);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "type: bearer, token: '${env:TOKEN}' => Authorization: Bearer t0ken",
        "type: basic, user: shop, password: '${env:KEY}' => Authorization: Basic c2hvcDprM3kgb2YvbWluZQ==",
        "type: basic, user: '${env:TOKEN}' => Authorization: Basic dDBrZW46",
        "type: api-key, header: X-Api-Key, prefix: 'Token ', value: '${env:KEY}' => X-Api-Key: Token k3y of/mine",
      })
  void requests_carryAHeader(String authentication, String header) throws Exception {
    String name = header.substring(0, header.indexOf(':'));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            sent.add(name + ": " + request.getHeaders().get(name));
            return records(3);
          }
        });
    read(source(authentication, "none"), 3);
    assertThat(sent).containsExactly(header);
  }

  @Test
  void requests_carryAKeyInTheQuery_thatIsNotShown() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            sent.add(request.getUrl().encodedQuery());
            return new MockResponse.Builder().code(403).build();
          }
        });
    assertThatThrownBy(
            () -> read(source("type: api-key, parameter: key, value: '${env:KEY}'", "none"), 3))
        .hasMessage(
            "the source answered 403 (page 1 of %s): it does not accept the credentials: check source.authentication.value (${env:KEY})",
            server.url("/people"));
    assertThat(sent).containsExactly("key=k3y%20of%2Fmine");
  }

  @Test
  void token_isFetchedOnce_andSentWithEachPage() throws Exception {
    accepted = "access-1";
    read(oauth("client-secret: '${env:KEY}', scopes: [a, b], parameters: {audience: x}"), 30);
    assertThat(sent).hasSize(3).containsOnly("Bearer access-1");
    assertThat(tokenRequests)
        .containsExactly(
            "Basic c2hvcDprM3krb2YlMkZtaW5l grant_type=client_credentials&scope=a+b&audience=x");
  }

  @Test
  void clientAndSecret_areInTheBody_whereTheDefinitionSaysSo() throws Exception {
    accepted = "access-1";
    read(oauth("client-secret: '${env:KEY}', client-authentication: body"), 10);
    assertThat(tokenRequests)
        .containsExactly(
            "null grant_type=client_credentials&client_id=shop&client_secret=k3y+of%2Fmine");
  }

  @Test
  void token_isRenewed_beforeItsEnd() throws Exception {
    accepted = "access-";
    try (PageSequence pages = pages(oauth("client-secret: '${env:KEY}'"), 40)) {
      assertThat(pages.next()).isPresent();
      ticker.pass(Duration.ofSeconds(530));
      assertThat(pages.next()).isPresent();
      ticker.pass(Duration.ofSeconds(11));
      assertThat(pages.next()).isPresent();
    }
    assertThat(sent).containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
  }

  @Test
  void token_isRenewed_whenTheSourceRefusesIt() throws Exception {
    accepted = "access-1";
    try (PageSequence pages = pages(oauth("client-secret: '${env:KEY}'"), 40)) {
      assertThat(pages.next()).isPresent();
      accepted = "access-2";
      assertThat(pages.next()).isPresent();
    }
    assertThat(sent).containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
  }

  @Test
  void run_failsAtOnce_whenANewTokenIsRefusedToo() {
    accepted = "none";
    assertThatThrownBy(() -> read(oauth("client-secret: '${env:KEY}'"), 10))
        .isInstanceOf(SourceFailedException.class)
        .hasMessageContaining("the source answered 401")
        .hasMessageEndingWith(
            ": it does not accept the credentials: check source.authentication.client-secret (${env:KEY})");
    assertThat(sent).containsExactly("Bearer access-1", "Bearer access-2");
  }

  @Test
  void refreshTokens_thatRotate_areKept() throws Exception {
    rotates = true;
    accepted = "access-1";
    try (PageSequence pages = pages(oauth("refresh-token: '${env:FIRST}'"), 40)) {
      assertThat(pages.next()).isPresent();
      accepted = "access-2";
      assertThat(pages.next()).isPresent();
      accepted = "access-3";
      assertThat(pages.next()).isPresent();
    }
    assertThat(tokenRequests)
        .containsExactly(
            "null grant_type=refresh_token&refresh_token=refresh-0&client_id=shop",
            "null grant_type=refresh_token&refresh_token=refresh-1&client_id=shop",
            "null grant_type=refresh_token&refresh_token=refresh-2&client_id=shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "401 {\"error\":\"invalid_client\",\"error_description\":\"who? k3y of/mine\"} => answered 401: invalid_client (who? …) (page 1 of %s): check source.authentication.client-id and client-secret",
        "400 {\"error\":\"invalid_scope\"} => answered 400: invalid_scope (page 1 of %s): check source.authentication.scopes",
        "400 {\"error\":\"invalid_grant\"} => answered 400: invalid_grant (page 1 of %s): check source.authentication.refresh-token, which may be used up or ended",
        "404 nothing => answered 404 (page 1 of %s): check source.authentication.token-url, client-id, client-secret and parameters",
        "302 x => answered 302 (page 1 of %s): check source.authentication.token-url, client-id, client-secret and parameters",
        "200 {} => answered without an 'access_token' (page 1 of %s): check source.authentication.token-url",
        "200 {\"access_token\":\"a b\"} => answered without an 'access_token' (page 1 of %s): check source.authentication.token-url",
        "200 {\"access_token\":\"a\",\"token_type\":\"mac\"} => gives tokens of type 'mac', and only bearer is known here (page 1 of %s): check source.authentication.token-url",
      })
  void run_failsAtOnce_whenTheTokenEndpointRefuses(String answer, String said) {
    tokenFault =
        Optional.of(
            new MockResponse.Builder()
                .code(Integer.parseInt(answer.substring(0, 3)))
                .addHeader("Location", "/elsewhere")
                .body(answer.substring(4))
                .build());
    assertThatThrownBy(
            () -> read(oauth("client-secret: '${env:KEY}', refresh-token: '${env:FIRST}'"), 10))
        .hasMessage(
            "the source gives no page without a token, and its token endpoint %s %s",
            server.url("/token"), said.formatted(server.url("/people") + "?seed=s&page=1&size=10"));
    assertThat(tokenRequests).hasSize(1);
    assertThat(sent).isEmpty();
  }

  @Test
  void run_waitsForATokenEndpointThatIsDown() throws Exception {
    accepted = "access-";
    tokenFault = Optional.of(new MockResponse.Builder().code(503).build());
    try (PageSequence pages = pages(oauth("client-secret: '${env:KEY}'"), 10)) {
      ticker.onSleep(time -> tokenFault = Optional.empty());
      assertThat(pages.next()).isPresent();
    }
    assertThat(tokenRequests).hasSizeGreaterThan(1);
  }

  @Test
  void post_isNotFollowedToWhereItLosesItsBody() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            sent.add(request.getMethod());
            return new MockResponse.Builder().code(302).addHeader("Location", "/other").build();
          }
        });
    assertThatThrownBy(() -> read(source("", "none", "body: {json: {a: 1}}"), 3))
        .hasMessageContaining("redirects a POST request with status 302, which loses its body");
    assertThat(sent).containsExactly("POST");
  }

  private synchronized MockResponse token(RecordedRequest request) {
    tokenRequests.add(
        request.getHeaders().get("Authorization")
            + " "
            + Objects.requireNonNull(request.getBody()).utf8());
    if (tokenFault.isPresent()) {
      return tokenFault.get();
    }
    int number = tokenRequests.size();
    String refresh = rotates ? ",\"refresh_token\":\"refresh-" + number + "\"" : "";
    String body =
        "{\"access_token\":\"access-" + number + "\",\"token_type\":\"Bearer\",\"expires_in\":600";
    return new MockResponse.Builder().body(body + refresh + "}").build();
  }

  private synchronized MockResponse page(RecordedRequest request) {
    String authorization = String.valueOf(request.getHeaders().get("Authorization"));
    sent.add(authorization);
    return authorization.startsWith("Bearer " + accepted)
        ? records(10)
        : new MockResponse.Builder().code(401).build();
  }

  private static MockResponse records(int count) {
    return new MockResponse.Builder().body(People.page("s", 1, count)).build();
  }

  private Source oauth(String keys) throws Exception {
    return source(
        "type: oauth2, token-url: '%s', client-id: shop, %s".formatted(server.url("/token"), keys),
        "page, page-parameter: page, size-parameter: size, seed-parameter: seed, page-size: 10");
  }

  private Source source(String authentication, String paging, String... more) throws Exception {
    return Definitions.source(
        """
        url: %s
        paging: {type: %s}
        %s
        %s
        """
            .formatted(
                server.url("/people"),
                paging,
                authentication.isEmpty() ? "" : "authentication: {" + authentication + "}",
                String.join("\n", more)));
  }

  private void read(Source source, long records) throws Exception {
    try (PageSequence pages = pages(source, records)) {
      while (pages.next().isPresent()) {
        // until the source has no more
      }
    }
  }

  private PageSequence pages(Source source, long records) throws Exception {
    return new PageSequence(
        source,
        new PageMapper(Definitions.people(source))::map,
        new PageSequence.Wanted(
            "s", OptionalDouble.empty(), OptionalLong.of(records), OptionalLong.of(records)),
        new PageSequence.Manners(
            LIMITS,
            "tributary/test",
            Duration.ofMinutes(1),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(1)),
            ticker,
            InstantSource.system(),
            SECRETS),
        new Watched());
  }

  private static final class Watched implements SourceWatch {
    @Override
    public void limited(Duration wait) {}

    @Override
    public void failing(String request, String kind, String what, Duration wait) {}

    @Override
    public void page(FetchedPage page) {}
  }
}
