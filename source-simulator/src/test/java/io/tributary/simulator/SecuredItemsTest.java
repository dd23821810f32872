package io.tributary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.simulator.access.AccessTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items for those who prove who they are, and items that are asked for by POST. */
class SecuredItemsTest {
  private final SimulatorServer server =
      new SimulatorServer(SimulatorConfig.defaults().withoutRateLimit().withItems(25));
  private Client client = new Client(URI.create("http://localhost/"));

  @BeforeEach
  void start() throws IOException {
    server.start();
    client = new Client(server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/items/secured/bearer, Authorization, Bearer simulated-token-1, 200",
    "/items/secured/bearer/page, Authorization, Bearer simulated-token-1, 200",
    "/items/secured/bearer, Authorization, Bearer other, 401",
    "/items/secured/basic, Authorization, Basic c2ltdWxhdG9yOnNpbXVsYXRlZC1wYXNzd29yZC0x, 200",
    "/items/secured/basic, Authorization, Basic c2ltdWxhdG9yOm90aGVy, 401",
    "/items/secured/key, X-Api-Key, simulated-key-1, 200",
    "/items/secured/key, X-Api-Key, other, 401",
    "/items/secured/key?key=simulated-key-1, X-Other, x, 200",
    "/items/secured/oauth2, Authorization, Bearer simulated-access-1, 401",
    "/items/secured/digest, Authorization, x, 404",
  })
  void items_areForThoseWhoProveThemselves(String path, String header, String value, int status)
      throws Exception {
    HttpResponse<String> answer = client.send(path, header, value, "");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Client.JSON.readTree(answer.body()).has(status == 200 ? "data" : "error")).isTrue();
  }

  @Test
  void accessToken_isGoodForSomeRequests() throws Exception {
    String token =
        granted(
                "grant_type=client_credentials&client_id=simulator&client_secret=simulated-secret-1")
            .get("access_token")
            .textValue();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i <= AccessTokens.REQUESTS_PER_TOKEN; i++) {
      statuses.add(
          client
              .send("/items/secured/oauth2", "Authorization", "Bearer " + token, "")
              .statusCode());
    }
    assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 401);
  }

  @Test
  void refreshToken_isGoodOnce_butForTheFirst() throws Exception {
    String first = "grant_type=refresh_token&client_id=simulator&refresh_token=simulated-refresh-0";
    String second = granted(first).get("refresh_token").textValue();
    assertThat(granted(first).get("access_token").textValue()).isEqualTo("simulated-access-2");
    String again = first.replace("simulated-refresh-0", second);
    assertThat(granted(again).get("refresh_token").textValue()).isNotEqualTo(second);
    assertThat(granted(again).get("error").textValue()).isEqualTo("invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=client_credentials&client_id=simulator&client_secret=x, invalid_client",
    "grant_type=refresh_token&client_id=other&refresh_token=simulated-refresh-0, invalid_client",
    "grant_type=password, unsupported_grant_type",
  })
  void token_isRefused(String form, String error) throws Exception {
    assertThat(granted(form).get("error").textValue()).isEqualTo(error);
  }

  @Test
  void token_takesTheClientFromTheHeader() throws Exception {
    HttpResponse<String> answer =
        client.send(
            "/token",
            "Authorization",
            "Basic c2ltdWxhdG9yOnNpbXVsYXRlZC1zZWNyZXQtMQ==",
            "grant_type=client_credentials");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void search_hasItsPageInTheBody() throws Exception {
    JsonNode page = posted("/items/search", "{\"page\": 3, \"limit\": 10}");
    assertThat(page.at("/data/items")).hasSize(5);
    assertThat(page.at("/data/items/0/number").intValue()).isEqualTo(21);
    assertThat(page.at("/meta/more").booleanValue()).isFalse();
  }

  @Test
  void graphQl_hasItsPlaceInTheVariables() throws Exception {
    String query = "{\"query\":\"…\",\"variables\":{\"first\":20%s}}";
    JsonNode first = posted("/items/graphql", query.formatted(""));
    assertThat(first.at("/data/items")).hasSize(20);
    assertThat(first.at("/meta/pageInfo/hasNextPage").booleanValue()).isTrue();
    String cursor = first.at("/meta/pageInfo/endCursor").textValue();
    JsonNode last = posted("/items/graphql", query.formatted(",\"after\":\"" + cursor + "\""));
    assertThat(last.at("/data/items/0/number").intValue()).isEqualTo(21);
    assertThat(last.at("/meta/pageInfo/hasNextPage").booleanValue()).isFalse();
  }

  @Test
  void otherPaths_takeNoPost() throws Exception {
    assertThat(client.send("/items", "X-Other", "x", "{}").statusCode()).isEqualTo(405);
  }

  private JsonNode granted(String form) throws Exception {
    return posted("/token", form);
  }

  private JsonNode posted(String path, String body) throws Exception {
    return Client.JSON.readTree(client.send(path, "X-Other", "x", body).body());
  }
}
